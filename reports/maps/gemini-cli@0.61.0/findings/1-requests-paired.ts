import { model, scenario, user } from '../../../../harness/index.ts'

/** request 3 was rejected with 400 */
export default scenario({
  title: 'stream reset at main, message 1, request 1: c input 3',
  steps: [
    user.says('compare three companies'),
    model.calls('b', 'c').breaks({ kind: 'cut', by: 'rst', at: { call: 'c', after: 'input', nth: 3 } }),
  ],
})
