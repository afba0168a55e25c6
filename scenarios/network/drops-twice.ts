import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** Who comes back a second time is told what was missed since the first time: each thing once, and nothing left out. */
export default scenario({
  title: 'the client’s connection drops twice in a batch',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    client.disconnects(),
    tool.finishes('b'),
    client.reconnects(),
    client.disconnects(),
    tool.finishes('c'),
    model.says('they are alike'),
    client.reconnects(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
