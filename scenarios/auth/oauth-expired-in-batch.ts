import { clock, model, oauth, scenario, tool, user } from '../../harness/index.ts'

/** The tokens end while tools run: the gateway renews them for the follow-up or says that it failed, and renews them for the next message. */
export default scenario({
  title: 'OAuth token expires in a batch of two, by the clock and for the provider',
  gateway: { signIn: 'oauth' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    clock.jumps(2),
    oauth.expires(),
    tool.finishes('b'),
    user.says('still there?'),
    oauth.asked(),
    oauth.answers('granted'),
    model.says('yes'),
  ],
})
