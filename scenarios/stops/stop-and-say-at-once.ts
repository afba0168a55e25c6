import { model, scenario, tool, user } from '../../harness/index.ts'

/** Who stops a batch and types on at once must be answered, with a history that pairs up. */
export default scenario({
  title: '/stop and at once a new message, before a tool has ended',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
