import { model, oauth, scenario, user } from '../../harness/index.ts'

/** Four sessions find the access token expired at the same time: its refresh token may be used once. */
export default scenario({
  title: 'four sessions at once with an expired sign-in',
  issue: 'openclaw/openclaw#26322',
  gateway: { signIn: 'expired-oauth' },
  steps: [
    user.says('compare two companies'),
    user.says('list two cities', { session: 'two' }),
    user.says('rank two rivers', { session: 'three' }),
    user.says('count two herds', { session: 'four' }),
    oauth.asked(),
    oauth.answers('granted'),
    model.says('they differ', { session: 'main' }),
    model.says('Paris and Rome', { session: 'two' }),
    model.says('the longer one first', { session: 'three' }),
    model.says('all sheep', { session: 'four' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
