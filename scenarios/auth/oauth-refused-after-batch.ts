import { model, oauth, scenario, tool, user } from '../../harness/index.ts'

/** The follow-up of a batch is refused with 401, as in an outage of the vendor's: neither the results nor the session may be lost over it. */
export default scenario({
  title: 'OAuth token refused after a batch of two, then taken again',
  gateway: { signIn: 'oauth' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    oauth.expires(),
    tool.finishes('b'),
    oauth.refuses(),
    oauth.recovers(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
