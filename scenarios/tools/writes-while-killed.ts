import { model, scenario, tool, user } from '../../harness/index.ts'

/** What a tool writes as it is killed must not break the record of the stop. */
export default scenario({
  title: 'a tool writes while /stop kills it',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.holds('a'),
    tool.resists('b', 'writes'),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
