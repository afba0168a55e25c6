import { model, scenario, user } from '../../harness/index.ts'

/** An event that comes twice must not make two calls of one. Its tools finish when the schedule is over. */
export default scenario({
  title: 'the event that begins a call comes twice',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').breaks({ kind: 'repeated', at: { call: 'b', after: 'start', nth: 1 } }),
  ],
})
