import { clock, config, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** The instant of the report: both results are there, and the answer to them has only begun. */
const betweenResultsAndAnswer = [
  user.says('compare two companies'),
  model.calls('a', 'b'),
  tool.finishes('a'),
  tool.finishes('b'),
  model.says('they differ', { fault: { kind: 'stall', pings: true, at: { write: 1 } } }),
]

/**
 * The third is the report's: the gateway says that it defers the restart, and a supervisor ends it. In the last, the time runs out
 * for which a restart waits for the run.
 */
const restarts = {
  SIGTERM: [gateway.receives('SIGTERM'), gateway.starts()],
  SIGKILL: [gateway.receives('SIGKILL'), gateway.starts()],
  'a plugin that wants a restart, and SIGKILL': [
    config.changes('plugin'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
  ],
  'a restart that is deferred for too long': [config.changes('restart'), clock.jumps(0.1), gateway.restarts()],
}

/** However the gateway restarts, the run goes on from its results or ends in the open, and the next message is answered. */
const asked = Object.entries(restarts).map(([how, steps]) =>
  scenario({
    title: `${how} between the last result of a batch and the answer`,
    issue: 'openclaw/openclaw#70555',
    steps: [...betweenResultsAndAnswer, ...steps, user.says('still there?'), model.says('yes')],
  }),
)

/** The same when nobody asks: the session must not stay running. */
const unasked = scenario({
  title: 'SIGKILL between the last result of a batch and the answer, and nobody asks again',
  issue: 'openclaw/openclaw#70555',
  steps: [
    ...betweenResultsAndAnswer,
    ...restarts.SIGKILL,
    user.says('good morning', { session: 'side' }),
    model.says('good morning to you'),
  ],
})

export default [...asked, unasked]
