import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** Two tabs of one browser must end alike, whichever of them was used. */
export default scenario({
  title: 'page: a second tab stops the batch of the first',
  issue: 'openclaw/openclaw#147447',
  clients: { main: 'control-ui', tab: { tabOf: 'main' } },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    client.reconnects({ client: 'tab' }),
    user.aborts({ client: 'tab' }),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
