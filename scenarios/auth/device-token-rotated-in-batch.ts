import { auth, client, model, scenario, tool, user } from '../../harness/index.ts'

/** A device gets another token while its run goes on: the old one opens nothing, and with the new one it is told what it has missed. */
export default scenario({
  title: 'the token of the device that asked is rotated during a batch of two',
  steps: [
    user.says('compare two companies', { client: 'phone' }),
    model.calls('a', 'b'),
    tool.finishes('a'),
    auth.rotates('device-token', 'phone'),
    client.reconnects({ client: 'phone', shows: 'old-device-token' }),
    tool.finishes('b'),
    model.says('they are alike'),
    client.reconnects({ client: 'phone', shows: 'device-token' }),
    user.says('still there?', { client: 'phone' }),
    model.says('yes'),
  ],
})
