import { model, scenario, user } from '../../harness/index.ts'

/** An answer that runs out of tokens is an answer: the person is shown what there is of it. */
export default scenario({
  title: 'an answer that runs out of tokens',
  issue: 'openclaw/openclaw#123546',
  steps: [
    user.says('compare two companies'),
    model.says('the first is larger and the second is older but', { ends: 'max-tokens' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
