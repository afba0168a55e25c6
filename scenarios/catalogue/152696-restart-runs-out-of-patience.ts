import { clock, config, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A restart that waits for a run waits five minutes at most; what it then does must leave no call and no message behind. */
export default scenario({
  title: 'a restart has waited for a tool for longer than it will',
  issue: 'openclaw/openclaw#152696',
  steps: [
    user.says('good morning', { session: 'side' }),
    model.says('good morning to you'),
    user.says('compare two companies', { session: 'side' }),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    config.changes('restart'),
    clock.jumps(0.1),
    gateway.restarts(),
    user.says('still there?', { session: 'side' }),
    model.says('yes'),
  ],
})
