import { gateway, model, scenario, user } from '../../harness/index.ts'

/** A message has been taken and the model asked, and nothing else is stored yet: the session must open again, and know the message. */
export default scenario({
  title: 'SIGKILL while the model thinks about the first message, and a restart',
  issue: 'openai/codex#20392',
  steps: [
    user.says('compare two companies'),
    model.says('they differ', { fault: { kind: 'stall', pings: false, at: { write: 0 } } }),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
