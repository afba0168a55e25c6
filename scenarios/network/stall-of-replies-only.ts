import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A message that arrives while its acknowledgement cannot must run once, also when the person looks again with a new connection. */
export default scenario({
  title: 'nothing reaches the client any more in the middle of a batch, and it reconnects',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    client.stalls({ direction: 'to-client' }),
    tool.finishes('b'),
    model.says('they differ'),
    client.goesOn(),
    client.reconnects(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
