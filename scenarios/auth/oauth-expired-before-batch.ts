import { model, oauth, scenario, tool, user } from '../../harness/index.ts'

/** The gateway renews its tokens by itself, and the batch is as it would have been. */
export default scenario({
  title: 'OAuth token expired before a batch of two',
  gateway: { signIn: 'expired-oauth' },
  steps: [
    user.says('compare two companies'),
    oauth.asked(),
    oauth.answers('granted'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
