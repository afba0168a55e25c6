import { oauth, scenario, user } from '../../harness/index.ts'

/** The token endpoint fails once: the person is told, or the gateway asks again by itself; the next message has an answer, too. */
export default scenario({
  title: 'OAuth refresh fails with 500, and a message comes after it',
  gateway: { signIn: 'expired-oauth' },
  steps: [user.says('compare two companies'), oauth.asked(), oauth.answers('unavailable'), user.says('still there?')],
})
