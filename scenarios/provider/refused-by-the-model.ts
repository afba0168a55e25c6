import { model, scenario, tool, user } from '../../harness/index.ts'

/** A model that refuses to go on after a batch must not leave a person without a word, nor cost the next message. */
export default scenario({
  title: 'the model refuses to answer after a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('', { ends: 'refusal' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
