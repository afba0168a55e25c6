import { model, scenario, user } from '../../harness/index.ts'

/** Who asks just after the key was refused is answered, or told at once why not, and answered later. */
export default scenario({
  title: 'the key is refused once, another session asks at once',
  steps: [
    user.says('compare two companies'),
    model.says('they differ', { fault: { kind: 'status', failure: 'bad-key' } }),
    user.says('list two cities', { session: 'side' }),
  ],
})
