import { gateway, model, scenario, user } from '../../../../harness/index.ts'

/** the store of session main lacks the model's reply with call b, call c */
export default scenario({
  title: 'SIGKILL, two recoveries at main, message 1, request 1: a started',
  steps: [
    user.says('compare three companies'),
    model.calls('b', 'c').saying('I look them up: naïve, 東京'),
    gateway.recoversTwice(),
  ],
})
