import { auth, client, model, scenario, tool, user } from '../../harness/index.ts'

const window = { client: 'window', deviceOf: 'phone' }

const when = (does: string, change: ReturnType<typeof auth.rotates> | ReturnType<typeof auth.revokes>) =>
  scenario({
    title: `the token of a device with two windows is ${does} during a batch`,
    steps: [
      user.says('compare two companies', { client: 'phone' }),
      model.calls('a', 'b'),
      client.reconnects(window),
      tool.finishes('a'),
      change,
      client.misspeaks('empty-token', { client: 'window' }),
      tool.finishes('b'),
      model.says('they are alike'),
      user.says('still there?'),
      model.says('yes'),
    ],
  })

/** Who came in with a token that is worth nothing any more must not be told what goes on, and no token at all opens nothing. */
export default [
  when('rotated', auth.rotates('device-token', 'phone')),
  when('revoked', auth.revokes('device-token', 'phone')),
]
