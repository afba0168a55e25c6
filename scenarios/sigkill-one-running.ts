import { gateway, model, scenario, tool, user } from '../harness/index.ts'

/** A crash in the middle of a batch must not leave a call without its result, nor a message without its answer. */
export default scenario({
  title: 'SIGKILL while one of three parallel tools still runs, then a restart',
  issue: 'openclaw/openclaw#106781',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.holds('c'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
