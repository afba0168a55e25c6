import { model, scenario, tool, user } from '../../harness/index.ts'

/** A message that is put into a run at a tool's end is not lost when the run is ended in that moment. */
export default scenario({
  title: 'a message is put into the run, and the run is aborted at the end of the tool',
  issue: 'openclaw/openclaw#128008',
  gateway: { whileBusy: 'steer' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('b'),
    user.says('and list two cities'),
    tool.finishes('a'),
    tool.finishes('b'),
    user.aborts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
