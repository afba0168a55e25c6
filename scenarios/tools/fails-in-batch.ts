import { model, scenario, tool, user } from '../../harness/index.ts'

/** A tool that fails is a result like another. */
export default scenario({
  title: 'one of two parallel tools fails',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.fails('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
