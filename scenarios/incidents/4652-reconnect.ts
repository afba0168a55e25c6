import { auth, client, gateway, model, page, scenario, tool, user } from '../../harness/index.ts'

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

const interruptions = [
  { title: 'the client reconnects', steps: [client.disconnects({ by: 'rst' }), client.reconnects()] },
  {
    title: "the gateway's token is rotated and the client reconnects",
    steps: [auth.rotates('gateway-token'), client.reconnects()],
    // every client is shut out, also the one that hears of tools; before they run, 2026.9.6 may give the run up, and tells so
    unheard: true,
  },
  {
    title: 'page: it loses its token and gets it again',
    steps: [page.losesToken(), page.getsToken()],
    clients: { main: 'control-ui' as const },
  },
]

/**
 * The dashboard loses its connection or its token and comes back, at every instant of a batch: call and result are stored together or not
 * at all, and the session goes on, also after a restart.
 */
export default interruptions.flatMap(({ title, steps, clients, unheard }) =>
  instants.flatMap((instant, index) => {
    if (unheard && index < 2) return []
    return scenario({
      title: `${title} ${instant}`,
      issue: 'openclaw/openclaw#4652',
      ...(clients && { clients }),
      steps: [
        ...batch.slice(0, index + 1),
        ...steps,
        ...batch
          .slice(index + 1)
          .map((step) => (unheard && step.do === 'tool.finishes' ? tool.finishesLate(step.tool) : step)),
        user.says('still there?'),
        model.says('yes'),
        gateway.receives('SIGTERM'),
        gateway.starts(),
        user.says('and now?'),
        model.says('still yes'),
      ],
    })
  }),
)
