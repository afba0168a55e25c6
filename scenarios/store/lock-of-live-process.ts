import { gateway, model, scenario, store, user } from '../../harness/index.ts'

/** A lock whose process lives may be waited for, but the person must be told, and the session must go on when it is gone. */
export default scenario({
  title: 'started on a lock file of a live process',
  issue: 'openclaw/openclaw#92459',
  steps: [
    user.says('compare two companies'),
    model.says('they are alike'),
    gateway.receives('SIGTERM'),
    store.isLocked('live'),
    gateway.starts(),
    user.says('still there?'),

    store.isReleased(),
    user.says('and now?'),
    model.says('still yes'),
  ],
})
