import { auth, model, scenario, tool, user } from '../../harness/index.ts'

/** The provider's key is changed while tools run: whether or not the follow-up has the new one, the next message has it. */
export default scenario({
  title: "the provider's key is rotated during a batch of two",
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    auth.rotates('provider-key'),
    tool.finishes('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
