import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** An impatient supervisor must not break what the first SIGTERM has begun to put in order. */
export default scenario({
  title: 'SIGTERM twice in the middle of a batch, then a restart',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGTERM', { times: 2 }),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
