import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

const finished = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']]

/** The run must not be over when the stop comes. */
const answerBegins = model.says('all alike', { fault: { kind: 'stall', pings: false, at: { write: 1 } } })

/** A of the report: /stop with any of the three results there; each call keeps or gets one, then and after a restart. */
export default finished.map((done) =>
  scenario({
    title: `/stop when ${done.join(', ') || 'none'} of three parallel tools ${done.length === 1 ? 'has' : 'have'} finished`,
    issue: 'openclaw/openclaw#28661',
    steps: [
      user.says('compare three companies'),
      model.calls('a', 'b', 'c'),
      tool.holds('a'),
      ...done.map(tool.finishes),
      ...(done.length === 3 ? [answerBegins] : []),
      user.stops(),
      user.says('still there?'),
      model.says('yes'),
      gateway.receives('SIGTERM'),
      gateway.starts(),
      user.says('and now?'),
      model.says('still yes'),
    ],
  }),
)
