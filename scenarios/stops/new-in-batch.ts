import { model, scenario, tool, user } from '../../harness/index.ts'

/** A session that is left for a new one in the middle of a batch must not bring its calls along. */
export default scenario({
  title: '/new in the middle of a batch',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.resets({ how: 'new' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
