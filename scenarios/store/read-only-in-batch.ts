import { model, scenario, store, tool, user } from '../../harness/index.ts'

/** A remounted volume must not cost more than the turn that met it. */
export default scenario({
  title: 'the state folder becomes read-only in a batch, and can be written again',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    store.fails('read-only'),
    tool.finishes('b'),
    store.recovers(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
