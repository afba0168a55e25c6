import { model, scenario, tool, user } from '../../harness/index.ts'

/** A message that waits is answered also when the run before it fails. */
export default scenario({
  title: 'a message waits for a run that fails',
  gateway: { whileBusy: 'followup' },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.says('and list two cities'),
    tool.finishes('b'),
    model.says('they differ', { to: 'compare two companies', fault: { kind: 'status', failure: 'forbidden' } }),
    model.says('Paris and Rome', { to: 'and list two cities' }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
