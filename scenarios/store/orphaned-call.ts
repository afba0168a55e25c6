import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/** What an older crash has left must not end the session: heal it, or say once that it cannot be used. */
export default scenario({
  title: 'started on a history with a call that has no result',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    gateway.receives('SIGTERM'),
    store.holds('orphaned-call'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
