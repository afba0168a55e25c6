import { model, scenario, user } from '../../harness/index.ts'

/** A request that fails in one session is that session's: another asks for itself, and each client is told once. */
export default scenario({
  title: 'a request of one session fails for billing, and another session goes on',
  issue: 'openclaw/openclaw#70903',
  steps: [
    user.says('wish me a good morning', { session: 'side' }),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.says('they differ', { fault: { kind: 'status', failure: 'billing' } }),
    user.says('list two cities', { session: 'side' }),
    model.says('Paris and Rome'),
  ],
})
