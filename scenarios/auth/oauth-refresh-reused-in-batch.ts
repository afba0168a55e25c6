import { clock, model, oauth, scenario, tool, user } from '../../harness/index.ts'

/** Another program has used the refresh token up: the person is told, and the batch of the other session is not lost over it. */
export default scenario({
  title: 'OAuth refresh is refused as reused while a batch of two runs in another session',
  issue: 'openclaw/openclaw#26322',
  gateway: { signIn: 'oauth' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    clock.jumps(2),
    user.says('wish me a good morning', { session: 'side' }),
    oauth.asked(),
    oauth.answers('reused'),
    tool.finishes('b'),
    user.says('still there?'),
  ],
})
