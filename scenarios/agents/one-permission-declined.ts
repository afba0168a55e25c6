import { model, permission, scenario, tool, user } from '../../harness/index.ts'

/** A call that the person declines must never run, and still needs a result, or no later request is accepted. */
export default scenario({
  title: 'one of two calls is allowed and finishes, and the other is declined',
  issue: 'google-gemini/gemini-cli#17233',
  gateway: { asksFirst: true },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    user.allows('a'),
    tool.finishes('a'),
    permission.isAsked('b'),
    user.declines('b'),
  ],
})
