import { gateway, model, scenario, tool, user } from '../harness/index.ts'

/** All results are there and the answer is not: a restart must go on from them, without running a tool again. */
export default scenario({
  title: 'SIGKILL after a batch, while the answer is awaited, then a restart',
  issue: 'openclaw/openclaw#70555',
  steps: [
    user.says('good morning'),
    model.says('good morning to you'),
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    // the results have been sent: a kill at the end of the tool would race with that
    model.says('they differ', { fault: { kind: 'stall', pings: false, at: { write: 0 } } }),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
