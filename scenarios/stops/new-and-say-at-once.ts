import { model, scenario, tool, user } from '../../harness/index.ts'

/** Who starts a session anew in the middle of a batch and types on at once must be answered, or told that it was not taken. */
export default scenario({
  title: '/new in the middle of a batch, and at once a new message',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.resets({ how: 'new', until: 'accepted' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
