import { model, scenario, tool, user } from '../../harness/index.ts'

/** The arguments look whole, but nobody has said so: a call is not run before the provider has ended it. */
export default scenario({
  title: 'the stream is cut after the last argument of a call, and before its end',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').cutAfter('b', 'input', 4),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
