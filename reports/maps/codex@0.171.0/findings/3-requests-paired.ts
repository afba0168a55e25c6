import { model, scenario, user } from '../../../../harness/index.ts'

/** request 2 was rejected with 400 */
export default scenario({
  title: 'event twice at main, message 1, request 1: a end 1',
  steps: [
    user.says('compare three companies'),
    model.calls('a').breaks({ kind: 'repeated', at: { call: 'a', after: 'end', nth: 1 } }),
  ],
})
