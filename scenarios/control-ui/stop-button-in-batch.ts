import { model, scenario, tool, user } from '../../harness/index.ts'

/** After the stop button the page must not stay busy, and the next message must work. */
export default scenario({
  title: 'page: the stop button while one of two parallel tools still runs',
  issue: 'openclaw/openclaw#91987',
  clients: { main: 'control-ui' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.aborts(),
    user.says('still there?'),
    model.says('yes, here'),
  ],
})
