import { model, scenario, tool, user } from '../../harness/index.ts'

/** Who stops a batch and leaves must not find the session still running when they look again. */
export default scenario({
  title: 'chat.abort in the middle of a batch, and nothing more in that session',
  issue: 'openclaw/openclaw#91987',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    user.aborts(),
    user.says('list two cities', { session: 'side' }),
    model.says('Paris and Rome'),
  ],
})
