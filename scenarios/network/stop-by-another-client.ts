import { model, scenario, tool, user } from '../../harness/index.ts'

/** Two clients at once: what one stops, the other has started, and both must end with the same history. */
export default scenario({
  title: 'a second client stops the batch of the first',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.holds('b'),
    tool.holds('c'),
    user.stops({ client: 'phone' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
