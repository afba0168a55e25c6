import { model, scenario, user } from '../../harness/index.ts'

/** A history whose calls and results do not pair up is one session's: it must not cost the others their sign-in. */
export default scenario({
  title: 'a request of one session is refused as unpaired, and another session goes on with the same sign-in',
  issue: 'openclaw/openclaw#8671',
  gateway: { signIn: 'oauth' },
  steps: [
    user.says('wish me a good morning', { session: 'side' }),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.says('they differ', { fault: { kind: 'status', failure: 'unpaired' } }),
    user.says('list two cities', { session: 'side' }),
    model.says('Paris and Rome'),
  ],
})
