import { model, scenario, user } from '../../harness/index.ts'

/** A rejection is one request's: two sessions that have one each, and go on, are in no loop. */
export default scenario({
  title: 'one request of each of two sessions is rejected as malformed, and both go on',
  steps: [
    user.says('compare two companies'),
    model.says('they differ', { fault: { kind: 'status', failure: 'invalid-request' } }),
    user.says('list two cities', { session: 'side' }),
    model.says('Paris and Rome', { fault: { kind: 'status', failure: 'invalid-request' } }),
    user.says('still there?'),
    model.says('yes'),
    user.says('and you?', { session: 'side' }),
    model.says('me too'),
  ],
})
