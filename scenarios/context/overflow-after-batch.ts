import { model, scenario, tool, user } from '../../harness/index.ts'

/** A history that is too large for the model right after a batch is to be compacted, without losing the batch's results. */
export default scenario({
  title: 'the provider finds the history too large after a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike', { fault: { kind: 'status', failure: 'too-large' } }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
