import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Two gateways on one state must not both write: the second one has to leave the batch of the first alone, or not to start. */
export default scenario({
  title: 'another gateway is started on the same state in a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    gateway.gainsAnother(),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
