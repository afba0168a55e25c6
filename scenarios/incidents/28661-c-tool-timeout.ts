import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

const all = ['a', 'b', 'c']
const finished = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c']]

/** C of the report: the others of a batch run into their time-out, with any of the results there; a time-out is a result, too. */
export default finished.map((done) =>
  scenario({
    title: `the others time out when ${done.join(', ') || 'none'} of three parallel tools ${done.length === 1 ? 'has' : 'have'} finished`,
    issue: 'openclaw/openclaw#28661',
    steps: [
      user.says('compare three companies'),
      model.calls(...all.map((name) => (done.includes(name) ? name : tool.call(name, { timeoutSeconds: 5 })))),
      ...done.map(tool.finishes),
      ...all.filter((name) => !done.includes(name)).map(tool.timesOut),
      model.says('they differ'),
      gateway.receives('SIGTERM'),
      gateway.starts(),
      user.says('and now?'),
      model.says('still yes'),
    ],
  }),
)
