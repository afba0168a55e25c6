import { model, scenario, store, tool, user } from '../../harness/index.ts'

/** A result that cannot be written must be lost visibly, if at all, and the session must go on when there is room again. */
export default scenario({
  title: 'the disk fills up in a batch, and has room again',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    store.fails('full'),
    tool.finishes('b'),
    store.recovers(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
