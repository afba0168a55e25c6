import { model, scenario, tool, user } from '../../../../harness/index.ts'

/** the process of tool c (pid 107) still runs after its run has ended */
export default scenario({
  title: '/stop twice at main, message 1, request 1: a, b, c started',
  steps: [
    user.says('compare three companies'),
    model.calls('c'),
    tool.holds('c'),
    user.stops(),
  ],
})
