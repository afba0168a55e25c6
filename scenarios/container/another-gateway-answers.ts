import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Two gateways on one state must not both write a session: what one of them adds in a batch of the other's must not be lost. */
export default scenario({
  title: 'another gateway on the same state answers in the session of a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    gateway.gainsAnother({ serves: true }),
    user.says('what else is there?', { client: 'other' }),
    model.says('nothing'),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
