import { client, gateway, model, scenario, tool, user } from '../../harness/index.ts'

const batch = [
  user.says('compare two companies'),
  model.calls('a', 'b'),
  tool.holds('a'),
  tool.finishes('a'),
  tool.finishes('b'),
  model.thinks(),
  model.says('they differ'),
]

const instants = [
  'after the message',
  'after the calls',
  'while the first tool runs',
  'after the first result',
  'after the last result',
  'while the model is asked',
  'after the answer',
]

/**
 * The dashboard loses its connection and comes back, at every instant of a batch: call and result are stored together or not at all,
 * and the session goes on, also after a restart.
 */
export default instants.map((instant, index) =>
  scenario({
    title: `the client reconnects ${instant}`,
    issue: 'openclaw/openclaw#4652',
    steps: [
      ...batch.slice(0, index + 1),
      client.disconnects({ by: 'rst' }),
      client.reconnects(),
      ...batch.slice(index + 1),
      user.says('still there?'),
      model.says('yes'),
      gateway.receives('SIGTERM'),
      gateway.starts(),
      user.says('and now?'),
      model.says('still yes'),
    ],
  }),
)
