import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A phone that changes its network leaves a connection that is half open: the new one must have all, and the run must not wait for the old. */
export default scenario({
  title: 'the connection becomes half open in the middle of a batch, and the client reconnects beside it',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    client.stalls(),
    client.reconnects(),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
