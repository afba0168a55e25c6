import { model, scenario, tool, user } from '../../harness/index.ts'

/** A tool that fails and writes nothing needs a result with some text: the API refuses an error without one. */
export default scenario({
  title: 'one of two parallel tools fails and writes nothing',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.fails('a', { silently: true }),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
