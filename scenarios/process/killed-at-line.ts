import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A crash in a start, before it has read its state, must leave the state as good as the crash before it did. */
export default scenario({
  title: 'killed in a batch, and again at its first line',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    gateway.diesStarting('line'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
