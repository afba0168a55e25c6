import { scenario, user } from '../../../../harness/index.ts'

/** tool a's result was lost: request 2 of session main has neither its call nor its result */
export default scenario({
  title: 'refusal at main, "compare three companies" accepted',
  steps: [
    user.says('compare three companies'),
    { do: 'model.calls', calls: [{ tool: 'a' }, { tool: 'b' }, { tool: 'c' }], text: '', ends: 'refusal' },
  ],
})
