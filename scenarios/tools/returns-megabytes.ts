import { model, scenario, tool, user } from '../../harness/index.ts'

/** Megabytes from one tool must not cost the results of the others, nor the session. */
export default scenario({
  title: 'one of two parallel tools returns 8 MB',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.floods('b'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
