import { model, scenario, tool, user } from '../../harness/index.ts'

/** A cut in the answer to the results, a later request of the turn, must not send the results or the calls twice. */
export default scenario({
  title: 'the stream of the answer after a batch is cut',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ', { fault: { kind: 'cut', by: 'rst', at: { write: 2 } } }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
