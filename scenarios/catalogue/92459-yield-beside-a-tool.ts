import { model, scenario, tool, user } from '../../harness/index.ts'

/** A session that yields ends its run at once: the tool beside it must end with it, and keep neither the session nor its lock. */
export default scenario({
  title: 'the session yields beside a tool of the same batch',
  issue: 'openclaw/openclaw#92459',
  steps: [
    user.says('compare two companies'),
    model.calls('a'),
    tool.finishes('a'),
    model.calls('b', tool.call('yield', { native: 'sessions-yield' })),
    tool.answers('yield'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
