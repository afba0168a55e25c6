import type { Facts } from '../facts/facts.ts'
import { between, firstAfter, lastBefore } from '../facts/ordered.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Finding } from './judgement.ts'

type Changed = EntryOf<'auth-changed'>
type Connected = EntryOf<'client-connected'>

/**
 * A client is let in with a token that has another in its place, or that was taken away. One that stands in the configuration is
 * outdated when the gateway is seen to take the new one.
 */
export function outdatedTokens(facts: Facts): Finding[] {
  const changes = Map.groupBy(facts.of('auth-changed'), outdatedBy)
  const connected = facts.of('client-connected').filter(({ ok }) => ok)
  return connected.flatMap((entry) => {
    const { n, client, shows = '' } = entry
    const change = lastBefore(changes.get(shownBy(entry)) ?? [], n)
    if (change === undefined || mayOpen(change, client, between(connected, change.n, n))) return []
    const token = shows.replaceAll('-', ' ')
    return [
      {
        says: `client ${client} was let in with its ${token}, after it had been ${change.how}`,
        expected: `the ${token} opens nothing any more`,
        actual: `client ${client} was let in with it`,
        entries: [change.n, n],
        excerpt: [],
      },
    ]
  })
}

/** The token that a change makes worthless, as a client shows it. */
function outdatedBy({ credential, how, client }: Changed): string {
  if (credential === 'gateway-token') return 'old-gateway-token'
  return `${client} ${how === 'rotated' ? 'old-device-token' : 'device-token'}`
}

function shownBy({ client, shows }: Connected): string {
  return shows === 'old-gateway-token' ? shows : `${client} ${shows}`
}

/** Whether the gateway may not have taken over the change yet, or has given the device another token since. */
function mayOpen({ credential, how }: Changed, client: string, since: readonly Connected[]): boolean {
  if (credential === 'gateway-token') return since.every(({ shows }) => shows !== undefined)
  return how === 'revoked' && since.some((other) => other.client === client)
}

/** What a gateway says to a token that it does not know; one that is starting or going says something else. */
const unknownToken = /unauthorized|token/i

/** A client is refused with the token that its device was given in the place of another. */
export function unknownTokens(facts: Facts): Finding[] {
  const changes = Map.groupBy(facts.of('auth-changed'), ({ client }) => client)
  return facts.of('client-connected').flatMap(({ n, client, ok, shows, detail }) => {
    const change = lastBefore(changes.get(client) ?? [], n)
    if (ok || shows !== 'device-token' || change?.how !== 'rotated' || !unknownToken.test(detail)) return []
    return [
      {
        says: `client ${client} was refused with the device token that it was given`,
        expected: 'the new device token is let in',
        actual: `refused: "${detail}"`,
        entries: [change.n, n],
        excerpt: [detail],
      },
    ]
  })
}

/** A client stays connected that came in as the device of another, with a token that has been replaced or revoked since. */
export function windowsLeftOpen(facts: Facts): Finding[] {
  const changes = facts.of('auth-changed').filter(({ credential }) => credential === 'device-token')
  const windows = facts.of('client-connected').filter(({ ok, deviceOf }) => ok && deviceOf !== undefined)
  return windows.flatMap((window) => {
    const { n, client, deviceOf } = window
    const change = changes.find((later) => later.client === deviceOf && later.n > n)
    if (change === undefined || isClosedFor(change, window, facts)) return []
    return [
      {
        says: `client ${client} stayed connected with the token of client ${deviceOf}'s device, after it had been ${change.how}`,
        expected: 'the end of its connection',
        actual: 'it was still connected when the gateway went or the run ended',
        entries: [n, change.n],
        excerpt: [],
      },
    ]
  })
}

/** Whether a window's connection ended before anything else could have ended it: an exit of the gateway, a cut of ours, another connection. */
function isClosedFor(change: Changed, window: Connected, facts: Facts): boolean {
  const isOwn = ({ client = 'main' }: { client?: string }) => client === window.client
  const end = firstAfter(facts.of('client-disconnected').filter(isOwn), window.n)
  const others = [
    firstAfter(facts.lives.exits, change.n),
    firstAfter(facts.of('line-cut').filter(isOwn), change.n),
    firstAfter(facts.of('client-connected').filter(isOwn), change.n),
  ]
  return end !== undefined && others.every((other) => other === undefined || end.n < other.n)
}
