import { gateway, model, scenario, store, tool, user } from '../../harness/index.ts'

/** Two results that stand at each other’s calls are four broken pairs in two turns: none may be sent as they are, nor end the session. */
export default scenario({
  title: 'started on a history with the ids of two results swapped',
  steps: [
    user.says('compare two companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('weigh a third'),
    model.calls('c'),
    tool.finishes('c'),
    model.says('it is heavier'),
    gateway.receives('SIGTERM'),
    store.holds('swapped-ids'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
