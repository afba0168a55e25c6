import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A message that waits when the gateway is killed is answered by its next life. */
export default scenario({
  title: 'SIGKILL while a batch runs and a message waits, then a restart',
  gateway: { whileBusy: 'followup' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
