import { auth, client, model, scenario, tool, user } from '../../harness/index.ts'

/** The token of a device is taken away while its run goes on: it opens nothing, and what was accepted before is still done. */
export default scenario({
  title: 'the token of the device that asked is revoked during a batch of two',
  steps: [
    user.says('compare two companies', { client: 'phone' }),
    model.calls('a', 'b'),
    tool.finishes('a'),
    auth.revokes('device-token', 'phone'),
    client.reconnects({ client: 'phone', shows: 'device-token' }),
    tool.finishes('b'),
    model.says('they are alike'),
    user.says('still there?'),
    model.says('yes'),
  ],
})
