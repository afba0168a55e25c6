import { scenario, user } from '../../../../harness/index.ts'

/** request 1 of session main has a message of the person in the wrong place */
export default scenario({
  title: '/stop and say at main, message 1, request 1: arrived',
  steps: [
    user.says('compare three companies'),
    user.stops({ again: true, until: 'sent' }),
    user.says('and look at a fourth'),
  ],
})
