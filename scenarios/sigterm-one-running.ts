import { gateway, model, scenario, tool, user } from '../harness/index.ts'

/**
 * A restart in the middle of a batch must not leave a call without its result, nor a message without its answer. Docker gives a
 * gateway 10 s after SIGTERM and then sends SIGKILL; 2026.9 wants to drain for longer, 2026.4 exits at once.
 */
export default scenario({
  title: 'SIGTERM while one of three parallel tools still runs, then a restart as docker does it',
  issue: 'openclaw/openclaw#70555',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b', 'c'),
    tool.finishes('a'),
    tool.finishes('b'),
    tool.holds('c'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
