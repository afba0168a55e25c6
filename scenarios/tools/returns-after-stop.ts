import { model, scenario, tool, user } from '../../harness/index.ts'

/** What a tool returns after the stop must not come into the history a second time. */
export default scenario({
  title: 'a tool that ignores SIGTERM returns after /stop',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.resists('b', 'ignores'),
    user.stops(),
    tool.finishesLate('b'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
