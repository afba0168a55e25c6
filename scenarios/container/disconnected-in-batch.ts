import { container, model, scenario, tool, user } from '../../harness/index.ts'

/** What a tool returns while nothing reaches the model must be told later, once. */
export default scenario({
  title: 'the network is gone while a tool finishes, and comes back',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    container.disconnects(),
    tool.finishes('b'),
    container.reconnects(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
