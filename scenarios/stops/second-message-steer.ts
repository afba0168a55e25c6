import { model, scenario, tool, user } from '../../harness/index.ts'

/** A message in the middle of a batch that is put into the run must not part a call from its result. */
export default scenario({
  title: 'a second message in the middle of a batch is put into the run',
  gateway: { whileBusy: 'steer' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    tool.finishes('b'),
    model.says('both'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
