import { config, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/**
 * Each of them takes 45 s: together they outlast most of the 300 s. One tool that holds as long would not do, since 2026.9.6 puts it in
 * the background after 120 s, and the run ends.
 */
const slow = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6']

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
    ...slow.flatMap((name) => [model.calls(tool.call(name, { timeoutSeconds: 45 })), tool.timesOut(name)]),
    model.calls('b'),
    tool.holds('b'),
    gateway.restarts(),
    user.says('still there?', { session: 'side' }),
    model.says('yes'),
  ],
})
