import { model, scenario, tool, user } from '../../harness/index.ts'

/**
 * What the report demands of a gateway that is told so: it asks no more in vain, the person is told, and the next message is
 * answered, in this session or in a fresh one.
 */
export default scenario({
  title: 'the provider refuses the follow-up of a batch as unpaired',
  issue: 'openclaw/openclaw#4652',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ', { fault: { kind: 'status', failure: 'unpaired' } }),
    user.says('still there?'),
    model.says('yes'),
  ],
})
