import { model, scenario, tool, user } from '../../harness/index.ts'

/** A session that is reset in the middle of a batch must start anew, without remains of the batch. */
export default scenario({
  title: '/reset in the middle of a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.resets(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
