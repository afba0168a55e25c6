import { model, page, scenario, tool, user } from '../../harness/index.ts'

/** A laptop that was asleep over the end of a batch must show that end when it wakes up. */
export default scenario({
  title: 'page: the laptop lid is closed over the end of a batch',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    page.sleeps(),
    tool.finishes('b'),
    model.says('both alike'),
    page.wakes(),
    user.says('still there?', { session: 'side', client: 'phone' }),
    model.says('yes, here'),
  ],
})
