import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A tool that finishes while the gateway drains has finished: its result must be there after the restart. */
export default scenario({
  title: 'SIGTERM in a batch, and the last tool finishes while the gateway drains',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGTERM', { drains: true }),
    tool.finishes('b'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
