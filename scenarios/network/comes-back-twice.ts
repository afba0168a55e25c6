import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A line that is bad breaks again as soon as it is back: what was told at the first return is not told at the second. */
export default scenario({
  title: 'the client misses a result and the answer, and comes back twice',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    client.disconnects(),
    tool.finishes('b'),
    model.says('they differ'),
    client.reconnects(),
    client.seesReplyTo('compare two companies'),
    client.disconnects(),
    client.reconnects(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
