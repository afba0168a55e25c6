import { model, scenario, user } from '../../harness/index.ts'

/** An event that comes twice must not make a call run twice, nor the history invalid. Its tools finish when the schedule is over. */
export default scenario({
  title: 'the event that ends a call comes twice',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').breaks({ kind: 'repeated', at: { call: 'a', after: 'end', nth: 1 } }),
  ],
})
