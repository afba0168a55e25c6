import { z } from 'zod'
import { type Credentials, credentials } from '../driver.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { type Enabled, type Look, once } from './enabled.ts'
import { able, defineStep, type Stage } from './step.ts'
import { gatewayGone } from './why-not.ts'
import { clientSchema, needsOf } from './words.ts'

/**
 * A token or key gets another in its place, as the gateway runs. It lands, for what stands in the configuration, when the
 * gateway's log says that it has seen it, or when the gateway exits; for a device's, when the gateway says that it is done.
 */
export const authRotates = defineStep({
  schema: z.strictObject({ do: z.literal('auth.rotates'), credential: z.enum(credentials), client: clientSchema }),
  isFault: () => true,
  summary: ({ credential, client }) => `${names[credential]}${of(credential, client)} is rotated`,
  needs: ({ credential, client }) => [credential, ...(credential === 'device-token' ? needsOf({ client }) : [])],
  enabled({ credential, client }, look) {
    if (credential === 'device-token') return onceLetIn({ client }, look)
    const gone = gatewayGone(look.facts)
    if (gone !== undefined || credential === 'gateway-token') return gone ?? 'now'
    // a key that was never shown could not be told from the one that comes after it
    return once(look.facts.last('provider-asked'), 'the gateway to have asked the provider')
  },
  async perform({ credential, client }, stage) {
    if (credential === 'device-token') return changeDeviceToken(client, 'rotate', stage)
    const { record, provider } = stage
    const from = record.entries.length
    const changing = credentialsOf(stage)
    const isSeen = await (credential === 'gateway-token' ? changing.rotateGatewayToken() : changing.rotateProviderKey())
    if (credential === 'provider-key') provider.keys.rotate()
    record.append({ kind: 'auth-changed', credential, how: 'rotated' })
    if (isSeen === undefined) return
    await record.waitFor(`the gateway to have seen that ${names[credential]} was rotated`, 'effect', (entries) =>
      entries
        .slice(from)
        .find((entry) => entry.kind === 'gateway-exited' || (entry.kind === 'gateway-logged' && isSeen(entry.line))),
    )
  },
  async undo({ credential }, stage) {
    if (credential === 'gateway-token') await openPages(stage)
  },
})

/** The token of a device is taken away as the gateway runs; it lands when the gateway says that it is. */
export const authRevokes = defineStep({
  schema: z.strictObject({
    do: z.literal('auth.revokes'),
    credential: z.literal('device-token'),
    client: clientSchema,
  }),
  isFault: () => true,
  summary: ({ credential, client }) => `${names[credential]}${of(credential, client)} is revoked`,
  needs: ({ client }) => ['device-token', ...needsOf({ client })],
  enabled: onceLetIn,
  perform: ({ client }, stage) => changeDeviceToken(client, 'revoke', stage),
  async undo({ client }, { gateway, record }) {
    const last = record.entries.findLast((entry) => isAboutDevice(entry) && entry.client === client)
    if (last?.kind === 'auth-changed') await able(gateway.client(client), 'connect')({ device: 'new' })
  },
})

/** Whether an entry tells that a device's token is gone, or that the client was let in since. */
function isAboutDevice(entry: Entry): entry is EntryOf<'auth-changed' | 'client-connected'> {
  return entry.kind === 'auth-changed' ? entry.how === 'revoked' : entry.kind === 'client-connected' && entry.ok
}

/** Opens every page that the gateway has refused since with the token that is in force: a page keeps the one it has. */
async function openPages({ gateway, record }: Stage): Promise<void> {
  const attempts = new Map(entriesOf(record.entries, 'client-connected').map((entry) => [entry.client, entry.ok]))
  for (const [client, ok] of attempts) if (!ok) await gateway.client(client).page?.setToken('right')
}

const names = {
  'gateway-token': "the gateway's token",
  'device-token': 'the device token',
  'provider-key': 'the provider key',
} as const

function of(credential: string, client: string): string {
  return credential === 'device-token' ? ` of client ${client}` : ''
}

/** A device has its token from the first time that it is let in. */
function onceLetIn({ client }: { client: string }, { facts }: Look): Enabled {
  const letIn = facts.of('client-connected').find((entry) => entry.client === client && entry.ok)
  return gatewayGone(facts) ?? once(letIn, `client ${client} to be let in`)
}

async function changeDeviceToken(client: string, how: 'rotate' | 'revoke', stage: Stage): Promise<void> {
  await credentialsOf(stage).changeDeviceToken(client, how)
  stage.record.append({
    kind: 'auth-changed',
    credential: 'device-token',
    how: `${how}d` as 'rotated' | 'revoked',
    client,
  })
}

function credentialsOf({ gateway }: Stage): Credentials {
  if (gateway.credentials === undefined)
    throw new Error('the driver does not say that it lacks credentials that can be changed')
  return gateway.credentials
}
