import { client, model, scenario, tool, user } from '../../harness/index.ts'

/** What was held back on the way to the page comes late, and all of it must be shown, each once. */
export default scenario({
  title: 'page: what is sent to it is held over the end of a batch, then let go',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('b'),
    client.stalls({ direction: 'to-client' }),
    tool.finishesLate('a'),
    tool.finishesLate('b'),
    model.says('both alike'),
    client.goesOn(),
    user.says('still there?', { session: 'side', client: 'phone' }),
    model.says('yes, here'),
  ],
})
