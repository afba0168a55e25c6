import { z } from 'zod'
import { shownTokens } from '../driver.ts'
import type { Facts } from '../facts/facts.ts'
import { entriesOf } from '../record/record.ts'
import { always, type Enabled, type Look, once } from './enabled.ts'
import { able, defineStep } from './step.ts'
import { gatewayGone } from './why-not.ts'
import { clientSchema, nameSchema, needsOf } from './words.ts'

const needs = (step: { client: string }) => [...needsOf(step), 'client-network' as const]

/** A client's connection is cut at both ends, in order (FIN) or not (RST); it lands when both ends are gone and the client knows. */
export const clientDisconnects = defineStep({
  schema: z.strictObject({
    do: z.literal('client.disconnects'),
    client: clientSchema,
    by: z.enum(['fin', 'rst']).default('fin').describe('in order, or by a reset'),
  }),
  isFault: () => true,
  summary: ({ client, by }) => `the connection of client ${client} is cut${by === 'rst' ? ' by a reset' : ''}`,
  needs,
  enabled: whileConnected,
  async perform({ client, by }, stage) {
    const { record, network } = stage
    const from = record.entries.length
    const isSame = (entry: { client?: string }) => entry.client === client
    const cut = network.cut(client, by)
    await record.waitFor(`the connection of client ${client} to be gone at both ends`, 'effect', (entries) => {
      const later = entries.slice(from)
      return entriesOf(later, 'line-cut').some(isSame) && entriesOf(later, 'client-disconnected').find(isSame)
        ? true
        : undefined
    })
    await cut
  },
  // what a gateway tells only to who is there it has told nobody yet
  async undo({ client }, { gateway, record }) {
    if (gateway.running && !isConnected(client, record.facts))
      await gateway.client(client).connect?.({ device: 'same' })
  },
})

/**
 * Nothing passes any more between a client and the gateway, in one direction or both, and neither is told, as when a train
 * enters a tunnel; it lands when the relay, with a connection of the client open, lets nothing more of it through. A new
 * connection passes.
 */
export const clientStalls = defineStep({
  schema: z.strictObject({
    do: z.literal('client.stalls'),
    client: clientSchema,
    direction: z.enum(['both', 'to-client', 'to-gateway']).default('both').describe('which way bytes are held back'),
  }),
  isFault: () => true,
  summary: ({ client, direction }) =>
    `the connection of client ${client} stalls${direction === 'both' ? '' : `, bytes ${direction.replace('-', ' the ')}`}`,
  needs,
  enabled: whileConnected,
  async perform({ client, direction }, stage) {
    stage.network.stall(client, direction)
  },
  undo: ({ client }, { network }) => network.goOn(client),
})

/** A stalled connection goes on, with what was held back: it lands when something held back before is let through. */
export const clientGoesOn = defineStep({
  schema: z.strictObject({ do: z.literal('client.goesOn'), client: clientSchema }),
  isFault: () => false,
  summary: ({ client }) => `the connection of client ${client} goes on`,
  needs,
  enabled({ client }, { facts }) {
    const stalled = facts.of('line-stalled').findLast((entry) => entry.client === client)
    const held = facts.of('line-held').findLast((entry) => entry.client === client)
    return once((held?.n ?? -1) > (stalled?.n ?? -1), `bytes of client ${client} to be held back`)
  },
  async perform({ client }, { network }) {
    network.goOn(client)
  },
})

/** A client connects once more, in place of the connection it may have; it lands when the gateway has let it in or refused it. */
export const clientReconnects = defineStep({
  schema: z.strictObject({
    do: z.literal('client.reconnects'),
    client: clientSchema,
    device: z.enum(['same', 'new']).default('same').describe('as the device it was, or as another'),
    shows: z.enum(shownTokens).optional().describe('the token it shows, when that is not the one in force'),
    scopes: z.enum(['few', 'all']).optional().describe('the scopes it asks for, when those are not the ones it has'),
    deviceOf: nameSchema
      .optional()
      .describe('the other client whose device it is, too, as with two windows of a browser'),
  }),
  isFault: () => true,
  summary: ({ client, device, shows, scopes, deviceOf }) =>
    `client ${client} reconnects${device === 'new' ? ' as another device' : ''}${deviceOf === undefined ? '' : ` as the device of client ${deviceOf}`}${shows === undefined ? '' : ` with its ${shows.replaceAll('-', ' ')}`}${scopes === undefined ? '' : ` and asks for ${scopes} scopes`}`,
  needs: ({ client, device, shows, scopes, deviceOf }) => [
    ...needsOf({ client }),
    ...(device === 'new' ? (['devices'] as const) : []),
    ...(shows === undefined ? [] : ([shows.endsWith('gateway-token') ? 'gateway-token' : 'device-token'] as const)),
    ...(scopes === undefined ? [] : (['scopes'] as const)),
    ...(deviceOf === undefined ? [] : (['devices', 'shared-device'] as const)),
  ],
  // a gateway that is down refuses it
  enabled: always,
  async perform({ client, device, shows, scopes, deviceOf }, { gateway, record }) {
    const from = record.entries.length
    const connecting = able(gateway.client(client), 'connect')({ device, shows, scopes, deviceOf })
    await record.waitFor(`client ${client} to be let in or refused`, 'effect', (entries) =>
      entriesOf(entries.slice(from), 'client-connected').find((entry) => entry.client === client),
    )
    await connecting
  },
})

function whileConnected({ client }: { client: string }, { facts }: Look): Enabled {
  return gatewayGone(facts) ?? once(isConnected(client, facts), `client ${client} to be connected`)
}

function isConnected(client: string, facts: Facts): boolean {
  const isOwn = (entry: { client?: string }) => entry.client === client
  const connected = facts.of('client-connected').findLast(isOwn)
  const lost = facts.of('client-disconnected').findLast(isOwn)
  return connected?.ok === true && connected.n > (lost?.n ?? -1)
}
