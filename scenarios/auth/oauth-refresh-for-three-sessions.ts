import { model, oauth, scenario, user } from '../../harness/index.ts'

/** Three sessions need new tokens at once: they are asked for once, and all three are answered. */
export default scenario({
  title: 'three sessions need a new OAuth token while the refresh is slow',
  issue: 'openclaw/openclaw#26322',
  gateway: { signIn: 'expired-oauth' },
  steps: [
    user.says('compare two companies'),
    oauth.asked(),
    user.says('wish me a good morning', { session: 'side' }),
    user.says('list two cities', { session: 'third' }),
    oauth.answers('granted'),
    model.says('they are alike', { session: 'main' }),
    model.says('good morning to you', { session: 'side' }),
    model.says('Paris and Rome', { session: 'third' }),
  ],
})
