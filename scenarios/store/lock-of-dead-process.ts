import { gateway, model, scenario, store, user } from '../../harness/index.ts'

/** A lock that a crash has left must be taken over, not waited for. */
export default scenario({
  title: 'started on a lock file of a dead process',
  issue: 'openclaw/openclaw#92459',
  steps: [
    user.says('compare two companies'),
    model.says('they are alike'),
    gateway.receives('SIGTERM'),
    store.isLocked('dead'),
    gateway.starts(),
    user.says('still there?'),
    model.says('yes'),
  ],
})
