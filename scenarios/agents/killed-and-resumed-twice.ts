import { client, gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** A repair that looks at the end of the history only does not find a broken call any more once a turn stands behind it. */
export default scenario({
  title: 'SIGKILL in a batch, a turn, another restart, and another turn',
  issue: 'github/copilot-cli#3366',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    client.seesReplyTo('still there?'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
