import { client, gateway, model, provider, scenario, tool, user } from '../../harness/index.ts'

const all = ['a', 'b', 'c']
const drop = client.disconnects({ by: 'rst' })
const after = [
  client.reconnects(),
  user.says('still there?'),
  model.says('yes'),
  gateway.receives('SIGTERM'),
  gateway.starts(),
  user.says('and now?'),
  model.says('still yes'),
]
const finished = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c']]

/** B of the report: the network is gone for the client and the provider, with any of the results there, and comes back. */
export default [
  ...finished.map((done) =>
    scenario({
      title: `the network drops when ${done.join(', ') || 'none'} of three parallel tools ${done.length === 1 ? 'has' : 'have'} finished`,
      issue: 'openclaw/openclaw#28661',
      steps: [
        user.says('compare three companies'),
        model.calls('a', 'b', 'c'),
        tool.holds('a'),
        ...done.map(tool.finishes),
        provider.refuses(),
        drop,
        ...all.filter((name) => !done.includes(name)).map(tool.finishes),
        provider.returns(),
        ...after,
      ],
    }),
  ),
  scenario({
    title: 'the network drops when all of three parallel tools have finished, and the answer is on its way',
    issue: 'openclaw/openclaw#28661',
    steps: [
      user.says('compare three companies'),
      model.calls('a', 'b', 'c'),
      ...all.map(tool.finishes),
      drop,
      model.says('all alike', { fault: { kind: 'cut', by: 'rst', at: { write: 0 } } }),
      ...after,
    ],
  }),
]
