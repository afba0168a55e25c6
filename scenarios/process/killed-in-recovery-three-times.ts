import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A gateway that crashes while it resumes a turn must neither lose the turn nor resume it for ever. */
export default scenario({
  title: 'killed in a batch, and three times while it resumes',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    gateway.diesStarting('request'),
    gateway.diesStarting('request'),
    gateway.diesStarting('request'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
