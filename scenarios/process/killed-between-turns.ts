import { gateway, model, scenario, user } from '../../harness/index.ts'

/** What a client was told is there after a crash: the other session gives the gateway the time to tell it. */
export default scenario({
  title: 'SIGKILL between two turns, and a restart',
  steps: [
    user.says('compare two companies'),
    model.says('they differ'),
    user.says('name a river', { session: 'side' }),
    model.says('the Rhine'),
    user.says('and a lake', { session: 'side' }),
    model.says('Lake Constance'),
    gateway.receives('SIGKILL'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
