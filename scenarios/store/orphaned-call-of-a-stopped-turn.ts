import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/** After a turn that was stopped no reply follows the results, so that a missing one shows only at the next message. */
export default scenario({
  title: 'started on a call without a result in a turn that was stopped',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.stops(),
    user.says('weigh a third'),
    model.says('it is heavier'),
    user.says('good morning', { session: 'side' }),
    model.says('good morning to you'),
    gateway.receives('SIGTERM'),
    store.holds('orphaned-call'),
    gateway.starts(),
    user.says('still there?'),
    user.says('weigh two offers', { session: 'side' }),
    model.says('the first one'),
  ],
})
