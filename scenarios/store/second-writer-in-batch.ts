import { model, scenario, store, tool, user } from '../../harness/index.ts'

/** A backup that holds the write lock must not lose a result in silence. */
export default scenario({
  issue: 'openclaw/openclaw#148307',
  title: 'another process holds the database for longer than the gateway waits',
  steps: [
    user.says('compare three companies'),
    model.calls('a', 'b'),
    tool.finishes('a'),
    tool.holds('b'),
    store.isHeld(),
    tool.finishes('b'),
    store.isReleased(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
