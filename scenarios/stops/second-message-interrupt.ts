import { model, scenario, tool, user } from '../../harness/index.ts'

/** A message in the middle of a batch that interrupts the run must not cost the results that are there. */
export default scenario({
  title: 'a second message in the middle of a batch interrupts the run',
  gateway: { whileBusy: 'interrupt' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    model.says('two cities'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
