import { model, scenario, store, user } from '../../harness/index.ts'

/** What a person saw of an answer that was stopped is a part of the conversation, also when nothing could be written just then. */
export default scenario({
  title: 'a stop in the middle of an answer while the disk is full',
  issue: 'openclaw/openclaw#133170',
  steps: [
    user.says('compare two companies'),
    model.says('the first is larger and the second is older but smaller', {
      fault: { kind: 'stall', pings: true, at: { write: 5 } },
    }),
    store.fails('full'),
    user.aborts(),
    store.recovers(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
