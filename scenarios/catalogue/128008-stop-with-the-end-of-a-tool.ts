import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/**
 * A message waits to be put into the run, and the run is aborted as the tool ends: both reach the gateway together, when its event loop goes
 * on. The other session gives it the time to take the message first.
 */
export default scenario({
  title: 'a message waits for the run, which is aborted in the same moment as the last tool ends',
  issue: 'openclaw/openclaw#128008',
  gateway: { whileBusy: 'steer' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    user.says('name a river', { session: 'side' }),
    model.says('the Rhine'),
    gateway.blocks(1_500),
    tool.finishesLate('b'),
    user.aborts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
