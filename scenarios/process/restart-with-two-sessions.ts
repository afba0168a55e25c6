import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** Each session goes on after a restart with what it owed, and with its own history. */
export default scenario({
  title: 'SIGTERM while two sessions run tools, and a restart',
  steps: [
    user.says('wish me a good morning'),
    model.says('good morning to you'),
    user.says('name a river', { session: 'side' }),
    model.says('the Rhine'),
    user.says('compare two companies'),
    model.calls('a', 'b'),
    user.says('list two cities', { session: 'side' }),
    model.calls('c', 'd'),
    tool.finishes('a'),
    tool.finishes('d'),
    tool.holds('b'),
    tool.holds('c'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
