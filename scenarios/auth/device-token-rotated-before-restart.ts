import { auth, client, gateway, model, scenario, user } from '../../harness/index.ts'

/** Which token opens must outlive the gateway's process: after a restart the new one still does, and the old one still does not. */
export default scenario({
  title: 'a device token is rotated, and then the gateway is restarted',
  steps: [
    user.says('wish me a good morning', { client: 'phone' }),
    model.says('good morning to you'),
    auth.rotates('device-token', 'phone'),
    gateway.receives('SIGTERM'),
    gateway.starts(),
    client.reconnects({ client: 'phone', shows: 'old-device-token' }),
    client.reconnects({ client: 'phone', shows: 'device-token' }),
    user.says('still there?', { client: 'phone' }),
    model.says('yes'),
  ],
})
