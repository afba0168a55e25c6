import { model, scenario, user } from '../../../../harness/index.ts'

/** the client was told 2 times that the run of "compare three companies" had ended */
export default scenario({
  title: 'event broken at main, message 1, request 1: a input 1',
  steps: [
    user.says('compare three companies'),
    model.calls('a').breaks({ kind: 'truncated-json', at: { call: 'a', after: 'input', nth: 1 } }),
  ],
})
