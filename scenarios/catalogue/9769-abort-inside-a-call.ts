import { gateway, model, scenario, user } from '../../harness/index.ts'

/**
 * A reply that was aborted inside a call has no call that could have a result: one that is invented for it is refused by the
 * provider, and again with each later turn, and after a restart.
 */
export default scenario({
  title: 'an abort while the second call still streams, two turns, a restart, and a third',
  issue: 'openclaw/openclaw#9769',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').breaks({ kind: 'stall', pings: true, at: { call: 'b', after: 'input', nth: 2 } }),
    user.aborts(),
    user.says('still there?'),
    model.says('yes'),
    user.says('and now?'),
    model.says('still yes'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('and then?'),
    model.says('yes again'),
  ],
})
