import { model, scenario, tool, user } from '../../harness/index.ts'

/** A message in the middle of a batch that is collected for after the run must be answered after it. */
export default scenario({
  title: 'a second message in the middle of a batch is collected for after the run',
  gateway: { whileBusy: 'collect' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    tool.finishes('b'),
    model.says('two cities'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
