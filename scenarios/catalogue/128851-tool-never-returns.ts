import { clock, model, scenario, tool, user } from '../../harness/index.ts'

/** A tool that does not return must be given up some day, and what a person has said meanwhile be answered. */
export default scenario({
  title: 'a tool has not returned for an hour, and a message waits for it',
  issue: 'openclaw/openclaw#128851',
  gateway: { whileBusy: 'followup' },
  steps: [
    user.says('compare two companies'),
    model.calls('a'),
    tool.holds('a'),
    user.says('and list two cities'),
    clock.jumps(1),
    tool.timesOut('a'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
