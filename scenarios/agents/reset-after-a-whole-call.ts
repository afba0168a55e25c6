import { model, scenario, user } from '../../harness/index.ts'

/** What a reply had called that is asked for again is forgotten with it. The tools finish when the schedule is over. */
export default scenario({
  title: 'the connection is reset inside the second of two calls',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').breaks({ kind: 'cut', by: 'rst', at: { call: 'b', after: 'input', nth: 3 } }),
  ],
})
