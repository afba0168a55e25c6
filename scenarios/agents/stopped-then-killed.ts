import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A stop and a crash right after it: the session must be neither busy for ever nor without the result that was there. */
export default scenario({
  title: 'a stop in a batch, SIGKILL right after it, and a restart',
  issue: 'openai/codex#12382',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    user.stops(),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
