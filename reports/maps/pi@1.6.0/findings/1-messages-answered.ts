import { scenario, user } from '../../../../harness/index.ts'

/** "and look at a fourth" was accepted and never answered */
export default scenario({
  title: '/stop and say at main, message 1, request 1: a, b, c started',
  steps: [
    user.says('compare three companies'),
    user.stops({ again: true, until: 'sent' }),
    user.says('and look at a fourth'),
  ],
})
