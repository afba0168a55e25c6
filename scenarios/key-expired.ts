import { model, scenario, user } from '../harness/index.ts'

/** A key that is refused once is told to the person who asked, and keeps nobody else from an answer. */
export default scenario({
  title: 'the provider says once that the token has expired, while another session waits',
  steps: [
    user.says('compare three companies'),
    model.says('a comparison', { fault: { kind: 'status', failure: 'token-expired' } }),
    user.says('weigh two offers', { session: 'side' }),
    model.says('the first one'),
  ],
})
