import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/** A result without its call is refused by every provider; a session must not be lost over one. */
export default scenario({
  title: 'started on a history with a result whose call is gone',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    gateway.receives('SIGTERM'),
    store.holds('orphaned-result'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
