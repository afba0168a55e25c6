import { model, scenario, tool, user } from '../../harness/index.ts'

/** After a stop that nothing follows the page must come to rest by itself. */
export default scenario({
  title: 'page: /stop in a batch, and nothing more on the page',
  issue: 'openclaw/openclaw#86511',
  clients: { main: 'control-ui' },
  steps: [user.says('compare two companies'), model.calls('a', 'b'), tool.finishes('a'), tool.holds('b'), user.stops()],
})
