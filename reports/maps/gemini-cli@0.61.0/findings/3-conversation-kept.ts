import { gateway, model, scenario, tool, user } from '../../../../harness/index.ts'

/** the store of session main lacks call c of the model */
export default scenario({
  title: 'SIGKILL, two recoveries at main, message 1, request 1: a ended, the last one',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'c'),
    tool.finishes('a'),
    gateway.recoversTwice(),
  ],
})
