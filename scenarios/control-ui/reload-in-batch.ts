import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** A page that was loaded anew in a batch must show how the batch ends. */
export default scenario({
  title: 'page: loaded anew while one of two parallel tools still runs',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    client.reconnects(),
    tool.finishes('b'),
    model.says('both alike'),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
