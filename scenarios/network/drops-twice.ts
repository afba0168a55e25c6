import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** Who comes back a second time is told what was missed since the first time: each thing once, and nothing left out. */
export default scenario({
  title: 'the client’s connection drops twice in a batch',
  steps: [
    user.says('compare four companies'),
    model.calls('a', 'b', 'c', 'd'),
    tool.finishes('a'),
    client.disconnects(),
    tool.finishes('b'),
    tool.finishes('c'),
    client.reconnects(),
    client.disconnects(),
    tool.finishes('d'),
    model.says('they are alike'),
    client.reconnects(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
