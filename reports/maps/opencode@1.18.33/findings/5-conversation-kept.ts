import { model, scenario, user } from '../../../../harness/index.ts'

/** request 2 of session main lacks the model's reply with call a, call b, call c */
export default scenario({
  title: 'stream error at main, message 1, request 1: c end 1',
  steps: [
    user.says('compare three companies'),
    model
      .calls('a', 'b', 'c')
      .breaks({ kind: 'stream-error', failure: 'overloaded', at: { call: 'c', after: 'end', nth: 1 } }),
  ],
})
