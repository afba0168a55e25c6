import { model, scenario, tool, user } from '../../harness/index.ts'

/** Two clients in two sessions with batches at the same time: neither may see or lose anything of the other's. */
export default scenario({
  title: 'two clients run batches in two sessions at once',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    user.says('list two cities', { client: 'phone', session: 'side' }),
    model.calls('c', 'd'),
    tool.finishes('c'),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.finishes('d'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
