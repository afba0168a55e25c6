import { model, scenario, tool, user } from '../../harness/index.ts'

/** A second /stop, typed because the first seemed to do nothing, must do no harm. */
export default scenario({
  title: '/stop twice in the middle of a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.stops(),
    user.stops({ again: true }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
