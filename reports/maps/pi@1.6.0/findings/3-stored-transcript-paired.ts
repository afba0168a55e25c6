import { gateway, model, scenario, user } from '../../../../harness/index.ts'

/** session main: call c has no stored result */
export default scenario({
  title: 'SIGINT at main, message 1, request 1: a ended',
  steps: [
    user.says('compare three companies'),
    model.calls('c'),
    gateway.receives('SIGINT'),
  ],
})
