import { model, scenario, user } from '../harness/index.ts'

/** A model that says nothing must not leave a person without a word. */
export default scenario({
  title: 'the model answers with nothing',
  steps: [
    user.says('compare three companies'),
    model.says(''),
    user.says('weigh two offers', { session: 'side' }),
    model.says('the first one'),
  ],
})
