import { model, scenario, tool, user } from '../../harness/index.ts'

/** The calls of a retried request run as any others: no result may be invented for them while they do. */
export default scenario({
  title: 'the provider is overloaded once, and the retry calls two tools',
  issue: 'openclaw/openclaw#6682',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').breaks({ kind: 'status', failure: 'overloaded' }),
    tool.holds('a'),
    tool.finishes('b'),
    tool.finishes('a'),
    model.says('they differ'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
