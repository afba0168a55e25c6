import { model, scenario, user } from '../../../../harness/index.ts'

/** request 2 came 128 ms after the provider had asked to wait 1 s */
export default scenario({
  title: '429 at main, "compare three companies" accepted',
  steps: [
    user.says('compare three companies'),
    model.calls('c').breaks({ kind: 'status', failure: 'rate-limit', retryAfterSeconds: 1 }),
  ],
})
