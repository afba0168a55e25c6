import { model, scenario, user } from '../harness/index.ts'

/** A request that the provider rejects is the trouble of one session. */
export default scenario({
  title: 'the provider rejects a request of one session, while another waits',
  steps: [
    user.says('compare three companies'),
    model.says('a comparison', { fault: { kind: 'status', failure: 'invalid-request' } }),
    user.says('weigh two offers', { session: 'side' }),
    model.says('the first one'),
  ],
})
