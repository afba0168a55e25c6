import { model, scenario, user } from '../../../../harness/index.ts'

/** the history of session main lacks an answer of the model */
export default scenario({
  title: '/compact in the middle of an answer',
  steps: [
    user.says('good morning'),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.says('they are alike, and the second one is larger', { fault: { kind: 'stall', pings: false, at: { text: 'middle' } } }),
    user.compacts(),
  ],
})
