import { clock, model, oauth, scenario, tool, user } from '../../harness/index.ts'

/** New tokens are long in coming for one session: a batch of another goes on, and neither loses anything. */
export default scenario({
  title: 'an OAuth refresh for one session is answered only after a tool of another has finished',
  issue: 'openclaw/openclaw#86215',
  gateway: { signIn: 'oauth' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    clock.jumps(2),
    user.says('wish me a good morning', { session: 'side' }),
    oauth.asked(),
    tool.finishes('b'),
    oauth.answers('granted'),
    model.says('good morning to you'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
