import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** An answer that the client has is not given again after a crash. */
export default scenario({
  title: 'SIGKILL as the answer to a batch has been written, and a restart',
  issue: 'openclaw/openclaw#96242',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they differ'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
