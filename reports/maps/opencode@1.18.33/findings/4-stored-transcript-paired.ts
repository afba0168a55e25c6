import { model, scenario, tool, user } from '../../../../harness/index.ts'

/** session main: call b has no stored result */
export default scenario({
  title: 'tool dies at main, message 1, request 1: a ended',
  steps: [
    user.says('compare three companies'),
    model.calls('b'),
    tool.dies('b'),
  ],
})
