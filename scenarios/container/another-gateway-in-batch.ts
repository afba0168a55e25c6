import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Two gateways on one state must not both write: the second one has to leave the batch of the first alone, or not start at all. */
export default scenario({
  title: 'another gateway is started on the same state in a batch, and asked in the same session',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    gateway.gainsAnother(),
    user.says('what else is there?', { client: 'other' }),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
