import { client, gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/**
 * What the incident left behind: a result without its call. The session must not be lost over it, through reconnects and restarts:
 * either the history is mended, or the person is told once and may go on.
 */
export default scenario({
  title: 'a result without its call in the history, a reconnect and a restart',
  issue: 'openclaw/openclaw#4652',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    gateway.receives('SIGTERM'),
    store.holds('orphaned-result'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    client.disconnects(),
    client.reconnects(),
    user.says('and now?'),
    model.says('still yes'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('and then?'),
    model.says('yes again'),
  ],
})
