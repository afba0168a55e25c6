import { client, model, scenario, tool, user } from '../../harness/index.ts'

type Nonsense = Parameters<typeof client.misspeaks>[0]

const amid = (does: string, nonsense: readonly Nonsense[]) =>
  scenario({
    title: `a client ${does} in the middle of a batch`,
    steps: [
      user.says('compare two companies'),
      model.calls('a', 'b'),
      tool.finishes('a'),
      ...nonsense.map((what) => client.misspeaks(what, { session: 'side', client: 'phone' })),
      tool.finishes('b'),
      model.says('they are alike'),
      user.says('still there?', { session: 'side', client: 'phone' }),
      model.says('yes'),
    ],
  })

/** A client that makes mistakes is told so, and nobody else pays for it; nothing of what it sent is done. */
export default [
  amid('sends what is no request', ['no-json', 'no-object', 'not-let-in']),
  amid('sends requests that lack something', ['unknown-request', 'no-session', 'blank-text', 'no-key']),
  amid('names sessions by paths', ['path-for-session', 'path-in-session']),
]
