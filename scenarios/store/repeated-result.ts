import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/** A result that was written twice, as by a retry, must reach the provider once. */
export default scenario({
  title: 'started on a history with one result twice',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    gateway.receives('SIGTERM'),
    store.holds('repeated-result'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
