import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A crash in a start, as soon as it takes connections, must leave the state as good as the crash before it did. */
export default scenario({
  title: 'killed in a batch, and again at its first connection',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    gateway.diesStarting('port'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
