import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A page that was loaded anew in a batch must still be able to stop it. */
export default scenario({
  title: 'page: loaded anew in a batch, then the stop button',
  issue: 'openclaw/openclaw#41755',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    client.reconnects(),
    user.aborts(),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
