import { gateway, model, permission, scenario, tool, user } from '../../harness/index.ts'

/** A process that dies while a permission is open must come back with the session, the finished result, and the call unrun. */
export default scenario({
  title: 'SIGKILL while the person is asked about the second of two calls',
  issue: 'openai/codex#40571',
  gateway: { asksFirst: true },
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    user.allows('a'),
    tool.finishes('a'),
    permission.isAsked('b'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
