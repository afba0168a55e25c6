import { model, scenario, user } from '../../../../harness/index.ts'

/** request 2 of session main lacks a message of the person */
export default scenario({
  title: '/stop and say at main, message 1, request 1: b end 1',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c').saying('I look them up: naïve, 東京').breaks({ kind: 'stall', pings: false, at: { call: 'b', after: 'end', nth: 1 } }),
    user.stops({ again: true, until: 'sent' }),
    user.says('and look at a fourth'),
  ],
})
