import { model, scenario, tool, user } from '../../harness/index.ts'

type Fault = NonNullable<Parameters<typeof model.says>[1]>['fault']

const times = 100

const after = (does: string, fault: NonNullable<Fault>) =>
  scenario({
    title: `the provider ${does} each time it is asked for one answer`,
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      tool.finishes('b'),
      model.says('they are alike', { fault: { ...fault, times } }),
      user.says('still there?'),
      model.says('yes'),
    ],
  })

/** What fails for good must be given up and told, and must cost neither the results before it nor the message after it. */
export default [
  after('refuses the token', { kind: 'status', failure: 'token-expired' }),
  after('fails', { kind: 'status', failure: 'server-error' }),
  after('breaks off', { kind: 'cut', by: 'fin', at: { write: 3 } }),
  after('reports an error in the stream', { kind: 'stream-error', failure: 'overloaded', at: { write: 3 } }),
  after('begins a part of the reply twice', { kind: 'repeated', at: { write: 2 } }),
  after('is hidden behind a server that answers with a page', { kind: 'page' }),
  after('garbles the stream', { kind: 'truncated-json', at: { write: 3 } }),
]
