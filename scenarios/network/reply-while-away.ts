import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** What was answered while a client was away reaches it when it is back; who has stayed is told at once. */
export default scenario({
  title: 'the client is gone when the answer comes, and comes back after it',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    user.says('name a river', { client: 'phone', session: 'side' }),
    model.says('the Rhine'),
    client.disconnects(),
    tool.finishes('b'),
    model.says('they differ', { session: 'main' }),
    user.says('and a lake', { client: 'phone', session: 'side' }),
    model.says('Lake Constance'),
    client.reconnects(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
