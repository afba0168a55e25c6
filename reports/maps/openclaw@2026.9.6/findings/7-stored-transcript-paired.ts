import { model, scenario, user } from '../../../../harness/index.ts'

/** session main: the stored result of b has no stored call */
export default scenario({
  title: 'event twice at main, message 1, request 1: b start 1',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up: naïve, 東京').breaks({ kind: 'repeated', at: { call: 'b', after: 'start', nth: 1 } }),
  ],
})
