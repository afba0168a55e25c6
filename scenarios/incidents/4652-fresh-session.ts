import { model, scenario, tool, user } from '../../harness/index.ts'

/**
 * The provider refuses the follow-up of a batch as unpaired, in its own words and with the ids of the request. Then a fresh session must
 * answer the same request, and the refused one must neither ask again in vain nor be silent.
 */
export default (['call', 'result'] as const).map((missing) =>
  scenario({
    title: `a request is refused since a ${missing} is missing, and a fresh session is asked the same`,
    issue: 'openclaw/openclaw#4652',
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.finishes('b'),
      model.says('they differ', { fault: { kind: 'status', failure: 'unpaired', missing } }),
      user.says('once more: what sets two companies apart?', { session: 'fresh' }),
      model.calls('c', 'd'),
      tool.finishes('c'),
      tool.finishes('d'),
      model.says('they differ in size'),
      user.says('still there?'),
      model.says('yes'),
    ],
  }),
)
