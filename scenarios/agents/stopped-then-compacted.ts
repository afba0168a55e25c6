import { model, scenario, tool, user } from '../../harness/index.ts'

/** A summary is a request like any other: the call that a stop has left must be paired in it, too. */
export default scenario({
  title: 'a stop in a batch, and then /compact',
  issue: 'openai/codex#5385',
  steps: [
    user.says('wish me a good morning'),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.stops(),
    user.compacts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
