import { model, scenario, tool, user } from '../../harness/index.ts'

/** A stop ends what runs and what waits: nothing that was queued may run after it. */
export default scenario({
  title: '/stop while a batch runs and a second message is queued',
  gateway: { whileBusy: 'followup' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
