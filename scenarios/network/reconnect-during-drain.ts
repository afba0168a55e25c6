import { client, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A client that reconnects while the gateway drains must neither lose the run that drains nor be left hanging. */
export default scenario({
  title: 'the client reconnects while the gateway drains after SIGTERM, then a restart',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGTERM'),
    client.disconnects(),
    client.reconnects(),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
