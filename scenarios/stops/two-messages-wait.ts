import { model, scenario, tool, user } from '../../harness/index.ts'

/** Messages that wait are answered in the order in which they were accepted, or as the gateway says; the model answers by itself here. */
export default scenario({
  title: 'two messages in the middle of a batch wait for the run',
  gateway: { whileBusy: 'followup' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    user.says('and name a river'),
    tool.finishes('b'),
  ],
})
