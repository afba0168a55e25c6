import { model, scenario, user } from '../../harness/index.ts'

/** A call whose arguments broke off because the tokens ran out must not be run, nor be left without a result. */
export default scenario({
  title: 'the tokens run out inside a call',
  issue: 'openclaw/openclaw#148257',
  steps: [
    user.says('compare two companies'),
    { ...model.calls('a'), ends: 'max-tokens' },
    user.says('still there?'),
    model.says('yes'),
  ],
})
