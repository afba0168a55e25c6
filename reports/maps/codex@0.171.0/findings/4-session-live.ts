import { client, gateway, model, scenario, user } from '../../../../harness/index.ts'

/** the gateway runs and does not answer */
export default scenario({
  title: 'SIGKILL, two recoveries at main, "compare three companies" accepted',
  steps: [
    user.says('wish me a good morning', { session: 'another' }),
    model.says('good morning to you', { session: 'another' }),
    client.seesReplyTo('wish me a good morning'),
    user.says('compare three companies'),
    gateway.receives('SIGKILL'),
    gateway.recoversTwice(),
  ],
})
