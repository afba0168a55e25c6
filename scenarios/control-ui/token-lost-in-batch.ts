import { model, page, scenario, tool, user } from '../../harness/index.ts'

/** The incident of 2026-01-30: the dashboard loses its token in a tool call, and gets it again. */
export default scenario({
  title: 'page: it loses its token in a batch of two, and gets it again before the end',
  issue: 'openclaw/openclaw#4652',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    page.losesToken(),
    page.getsToken(),
    tool.finishes('b'),
    model.says('both alike'),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
