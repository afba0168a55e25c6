import { model, scenario, tool, user } from '../../harness/index.ts'

/** However long a gateway tries again, a stop ends it: no request of that run may follow, and the next message is answered. */
export default scenario({
  title: 'the provider is unavailable each time, and a stop comes among the retries',
  issue: 'anomalyco/opencode#21960',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ', { fault: { kind: 'status', failure: 'unavailable', times: 100 } }),
    user.stops({ again: true }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
