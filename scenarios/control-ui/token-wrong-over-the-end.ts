import { model, page, scenario, tool, user } from '../../harness/index.ts'

/** A page with a wrong token is let in again after the batch has ended without it. */
export default scenario({
  title: 'page: it has a wrong token over the end of a batch',
  issue: 'openclaw/openclaw#4652',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    page.losesToken({ to: 'wrong' }),
    tool.finishesLate('b'),
    model.says('both alike'),
    page.getsToken(),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
