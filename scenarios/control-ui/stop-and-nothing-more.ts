import { model, scenario, tool, user } from '../../harness/index.ts'

/** After a stop that nothing follows in its session the page must come to rest by itself. What another person says elsewhere is answered. */
export default scenario({
  title: 'page: /stop in a batch, and nothing more on the page',
  issue: 'openclaw/openclaw#86511',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.stops(),
    user.says('list two cities', { session: 'side', client: 'phone' }),
    model.says('Paris and Rome'),
  ],
})
