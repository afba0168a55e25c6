import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A call that a crash has left without a result must not be sent so for ever. */
export default scenario({
  title: 'SIGKILL while a tool runs, a restart, and two more turns',
  issue: 'openclaw/openclaw#106781',
  steps: [
    user.says('compare two companies'),
    model.calls('a'),
    tool.holds('a'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
