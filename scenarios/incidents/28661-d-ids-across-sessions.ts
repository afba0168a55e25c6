import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

const sessions = ['main', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
const [first = 'main', ...others] = sessions

/** D of the report: eight sessions at once whose calls have the same ids, every other time swapped. */
export default scenario({
  title: 'eight sessions at once with repeated and swapped tool ids, and a restart',
  issue: 'openclaw/openclaw#28661',
  steps: [
    ...sessions.map((session) => user.says(`compare for ${session}`, { session })),
    model.calls('a-main', 'b-main').in(first),
    ...others.map((session, index) =>
      model
        .calls(`a-${session}`, `b-${session}`)
        .in(session)
        .withIdsOf(...(index % 2 === 0 ? ['b-main', 'a-main'] : ['a-main', 'b-main'])),
    ),
    ...sessions.toReversed().map((session) => tool.finishes(`a-${session}`)),
    ...sessions.map((session) => tool.finishes(`b-${session}`)),
    ...sessions.map((session) => model.says(`the best for ${session}`, { session })),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('still there?', { session: 'three' }),
    model.says('yes'),
  ],
})
