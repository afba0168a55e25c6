import { model, oauth, scenario, user } from '../../harness/index.ts'

/** A stop must not wait for the token endpoint, and the tokens that come after it must serve the next message. */
export default scenario({
  title: '/stop while the OAuth tokens are renewed',
  gateway: { signIn: 'expired-oauth' },
  steps: [
    user.says('compare two companies'),
    oauth.asked(),
    user.stops(),
    oauth.answers('granted'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
