import { model, scenario, tool, user } from '../../harness/index.ts'

/** Who stops a batch and types on at once, before the stop is acknowledged, must be answered, with a history that pairs up. */
export default scenario({
  title: '/stop of a batch and at once, before it is acknowledged, a new message',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.stops({ until: 'sent' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
