import { model, scenario, tool, user } from '../../harness/index.ts'

/** A session that yields ends its run; a tool that does not heed that must not keep the session's lock. */
export default scenario({
  title: 'the session yields while a tool of the same batch ignores its end',
  issue: 'openclaw/openclaw#92459',
  steps: [
    user.says('compare two companies'),
    model.calls('a'),
    tool.finishes('a'),
    model.calls('b', tool.call('yield', { native: 'sessions-yield' })),
    tool.resists('b', 'ignores'),
    tool.answers('yield'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
