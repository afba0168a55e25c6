import { model, scenario, tool, user } from '../../harness/index.ts'

const after = (failure: 'token-expired' | 'server-error', does: string) =>
  scenario({
    title: `the provider ${does} each time it is asked for one answer`,
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.finishes('b'),
      model.says('they are alike', { fault: { kind: 'status', failure, times: 100 } }),
      user.says('still there?'),
      model.says('yes'),
    ],
  })

/** What fails for good must be given up and told, and must cost neither the results before it nor the message after it. */
export default [after('token-expired', 'refuses the token'), after('server-error', 'fails')]
