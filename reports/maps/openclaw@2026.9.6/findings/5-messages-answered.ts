import { gateway, scenario, user } from '../../../../harness/index.ts'

/** "compare three companies" was accepted and never answered */
export default scenario({
  title: 'SIGKILL, two recoveries at main, "compare three companies" accepted',
  steps: [
    user.says('compare three companies'),
    gateway.receives('SIGKILL'),
    gateway.recoversTwice(),
  ],
})
