import { scenario, user } from '../../../../harness/index.ts'

/** request 1 of session main has a message of the person in the wrong place */
export default scenario({
  title: 'second message at main, "compare three companies" accepted',
  steps: [
    user.says('compare three companies'),
    user.says('and look at a fourth'),
  ],
})
