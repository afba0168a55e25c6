import { model, scenario, user } from '../../../../harness/index.ts'

/** the client was shown another text than the model said */
export default scenario({
  title: 'stream reset at main, message 1, request 1: a start 1',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up: naïve, 東京').breaks({ kind: 'cut', by: 'rst', at: { call: 'a', after: 'start', nth: 1 } }),
  ],
})
