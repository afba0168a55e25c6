import { model, scenario, tool, user } from '../harness/index.ts'

/** A stop in the middle of a batch must leave every call with one result, and keep those that are already there. */
export default scenario({
  title: '/stop while one of three parallel tools still runs',
  issue: 'openclaw/openclaw#28661',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.holds('c'),
    user.stops(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
