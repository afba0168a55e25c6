import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** What a kill leaves behind says all that a recovery may depend on: two that start from the same state must come to the same. */
export default scenario({
  title: 'two recoveries from copies of the state that a kill has left',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up'),
    tool.holds('a'),
    tool.holds('b'),
    tool.holds('c'),
    tool.finishes('a'),
    gateway.receives('SIGKILL'),
    gateway.recoversTwice(),
  ],
})
