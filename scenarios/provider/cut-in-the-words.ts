import { model, scenario, tool, user } from '../../harness/index.ts'

/** Half an answer is not an answer: what had come before the cut is neither shown nor kept as the whole. */
export default scenario({
  title: 'the stream of the answer after a batch is cut in the middle of its words',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says(
      'they differ in size, in age, in their cities, in what they sell, in whom they employ and in their debts',
      {
        fault: { kind: 'cut', by: 'fin', at: { write: 5 } },
      },
    ),
    user.says('still there?'),
    model.says('yes'),
  ],
})
