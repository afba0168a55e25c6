import { clock, model, oauth, scenario, user } from '../../harness/index.ts'

/** Two agents have worked by one sign-in, and find its access token expired at the same time: the refresh token may be used once. */
export default scenario({
  title: 'two agents at once with a sign-in that has expired meanwhile',
  issue: 'openclaw/openclaw#26322',
  gateway: { signIn: 'oauth', agentPerSession: true },
  steps: [
    user.says('compare two companies'),
    model.says('they differ'),
    user.says('list two cities', { session: 'side' }),
    model.says('Paris and Rome'),
    clock.jumps(2),
    user.says('compare two rivers'),
    user.says('list two herds', { session: 'side' }),
    oauth.asked(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
