import { gateway, model, scenario, tool, user } from '../../harness/index.ts'

/** What the model says beside its calls is part of the conversation, and so is a turn that was over before a restart. */
export default scenario({
  title: 'two turns with texts beside calls, then SIGTERM and a restart',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b').saying('I look at both'),
    tool.finishes('a'),
    tool.fails('b'),
    model.says('only one is there'),
    user.says('and list two cities'),
    model.calls('c').saying('I look at a map'),
    tool.finishes('c'),
    model.says('Paris and Rome'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
