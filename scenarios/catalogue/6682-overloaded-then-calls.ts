import { model, scenario, tool, user } from '../../harness/index.ts'

/**
 * The calls of a retried request run as any others: no result may be invented for them while they do. (The error comes in the
 * stream, where no library tries again by itself.) The other session gives the gateway the time for it.
 */
export default scenario({
  title: 'the provider is overloaded once, and the retry calls two tools',
  issue: 'openclaw/openclaw#6682',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').breaks({ kind: 'stream-error', failure: 'overloaded', at: { write: 1 } }),
    tool.holds('a'),
    user.says('name a river', { session: 'side' }),
    model.says('the Rhine'),
    tool.finishesLate('a'),
    tool.finishesLate('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
