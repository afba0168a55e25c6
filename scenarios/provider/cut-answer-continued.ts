import { client, model, scenario, user } from '../../harness/index.ts'

/** A text that breaks off must be had again or gone on with, and the person must be shown one answer and not the part before it. */
export default scenario({
  title: 'the stream is cut inside an answer, which the model words anew',
  steps: [
    user.says('compare two companies'),
    model.says('the first is larger, the second is older', {
      again: 'they differ in size and in age',
      goesOn: ', and that is all',
      fault: { kind: 'cut', by: 'fin', at: { write: 4 } },
    }),
    client.seesReplyTo('compare two companies'),
  ],
})
