import { config, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A restart that waits for a run waits five minutes at most; what it then does must leave no call and no message behind. */
export default scenario({
  title: 'a restart has waited for a run for longer than it will',
  issue: 'openclaw/openclaw#152696',
  steps: [
    user.says('compare two companies', { session: 'side' }),
    model.calls('a'),
    tool.finishes('a'),
    model.thinks(),
    config.changes('restart'),
    model.calls('b'),
    tool.holds('b'),
    gateway.restarts(),
    user.says('still there?', { session: 'side' }),
    model.says('yes'),
  ],
})
