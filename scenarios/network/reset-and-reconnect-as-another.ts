import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A phone takes over from a laptop that crashed in the middle of a batch: it must find the same session, whole. */
export default scenario({
  title: 'the connection is reset in the middle of a batch, and another device takes over',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    client.disconnects({ by: 'rst' }),
    client.reconnects({ device: 'new' }),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
