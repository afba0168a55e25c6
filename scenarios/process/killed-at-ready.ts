import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A crash in a start, as soon as it is ready, must leave the state as good as the crash before it did. */
export default scenario({
  title: 'killed in a batch, and again at its readiness',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    gateway.diesStarting('ready'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
