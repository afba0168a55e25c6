import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/** A turn that cannot go on, since its history was damaged while the gateway was down, ends in the open; another session pays nothing. */
export default scenario({
  title: 'SIGKILL in a batch, and a start on a history in which a result stands twice',
  steps: [
    user.says('good morning', { session: 'side' }),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    store.holds('repeated-result'),
    gateway.starts(),
    user.says('weigh two offers', { session: 'side' }),
    model.says('the first one'),
  ],
})
