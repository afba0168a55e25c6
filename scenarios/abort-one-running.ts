import { model, scenario, tool, user } from '../harness/index.ts'

/** The stop button must leave a batch as whole as /stop does. */
export default scenario({
  title: 'chat.abort while one of three parallel tools still runs',
  issue: 'openclaw/openclaw#37834',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.holds('c'),
    user.aborts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
