import { model, scenario, tool, user } from '../../harness/index.ts'

/** A tool that has ended and left a child with its output open must still give its result. */
export default scenario({
  title: 'a tool ends and leaves a child that holds its output open',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.resists('b', 'child'),
    tool.finishes('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
