import { model, scenario, tool, user } from '../../harness/index.ts'

/** Two sessions whose calls have the same ids: a stop of one must touch neither the tools nor the results of the other. */
export default scenario({
  title: 'two sessions with the same tool ids, and /stop in one of them',
  steps: [
    user.says('compare three companies'),
    model.calls('a1', 'a2'),
    user.says('weigh three cities', { session: 'side' }),
    model.calls('b1', 'b2').withIdsOf('a1', 'a2'),
    tool.finishes('a1'),
    tool.finishes('b1'),
    tool.holds('b2'),
    user.stops(),
    tool.finishes('b2'),
    model.says('the second one', { session: 'side' }),
    user.says('still there?'),
    model.says('yes'),
    user.says('and you?', { session: 'side' }),
    model.says('me too'),
  ],
})
