import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A laptop that changes its network in the middle of a batch must find its session as it left it. */
export default scenario({
  title: "the client's connection drops in the middle of a batch, and it reconnects",
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    client.disconnects(),
    client.reconnects(),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
