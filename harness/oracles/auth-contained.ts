import type { Facts } from '../facts/facts.ts'
import { heldAtEnd } from '../facts/tools.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { isPassing } from '../signals.ts'
import { short } from '../transcript/blocks.ts'
import { textOf } from '../transcript/transcript.ts'
import { type AcceptedMessage, acceptedMessages, hasCompany, openRequests, sessionOf, stopsOf } from './facts.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'
import { ownToolsRefused } from './own-tools-refused.ts'

/**
 * A request that fails in one session does not lock out the others, a refresh token is used once, a token that was rotated or
 * revoked lets nobody in, and the gateway lets its own tools in. A gateway may wait where
 * the provider asks it to, and where its own credentials are known to be worth nothing.
 */
export const authContained: Oracle = {
  claim: 'auth-contained',
  sentence:
    'a failed request does not lock out other sessions; one refresh per refresh token; a rotated token opens nothing',
  judge: ({ facts }) =>
    fromFindings([
      ...lockedOut(facts),
      ...refreshedTwice(facts),
      ...outdated(facts),
      ...notKnown(facts),
      ...ownToolsRefused(facts),
    ]),
}

/** A request that the provider failed: which entry says so, the session it was made for, and the provider's words. */
type Failure = { readonly n: number; readonly session: string; readonly words: string; readonly until: number }

function failuresOf(facts: Facts): Failure[] {
  const replying = new Map(facts.of('provider-replying').map((entry) => [entry.request, entry]))
  return facts.of('provider-asked').flatMap(({ n, turn, request, rejection }) => {
    const session = sessionOf(facts, { turn })
    const failed = replying.get(request)
    if (session === undefined || (rejection === null && (failed?.status ?? 200) < 400)) return []
    if (rejection !== null || failed === undefined)
      return [{ n, session, words: `${rejection?.status}: ${rejection?.message}`, until: 0 }]
    const { status, failure, at } = failed
    const words = `${status}: ${failure?.message ?? 'no message'}`
    return [{ n: failed.n, session, words, until: at + (failure?.retryAfter ?? 0) * 1000 }]
  })
}

/** A message that was accepted after another session's failure, and answered without asking the provider. */
function lockedOut(facts: Facts): Finding[] {
  const failures = failuresOf(facts)
  return facts.messages.accepted.flatMap((message) => {
    const earlier = failures.filter(({ n }) => n < message.n && !isOver(facts, n, message.n))
    const failure = earlier.at(-1)
    const isOwn = earlier.some(({ session }) => session === message.session)
    const mayWait = earlier.some(({ until }) => until > message.at) || lacksCredentials(facts, message.n)
    const answer = answerOf(facts, message)
    if (failure === undefined || answer === undefined || isOwn || mayWait) return []
    if (wasBusy(facts, message, answer.n) || wasAsked(facts, message)) return []
    if (isUnreachable(facts, answer.n) || isGoing(facts, answer.n) || cannotWrite(facts, answer.n)) return []
    return [
      {
        says: `"${short(message.text)}" in session ${message.session} was answered without asking the provider, after a request of session ${failure.session} had failed`,
        entries: [failure.n, message.n, answer.n],
        excerpt: [
          `provider: ${failure.words}`,
          `session ${message.session} saw: ${answer.what} "${short(answer.text)}"`,
        ],
      },
    ]
  })
}

function answerOf(facts: Facts, { run, n }: AcceptedMessage): EntryOf<'client-saw'> | undefined {
  return facts.of('client-saw').find((saw) => saw.n > n && run !== '' && saw.run === run)
}

/** Its session was stopped, or had something else to do: the message may have been joined with another, or dropped by a person. */
function wasBusy(facts: Facts, message: AcceptedMessage, answered: number): boolean {
  const { session } = message
  const isOpen = facts.requests.open.some((asked) => sessionOf(facts, asked) === session)
  return (
    hasCompany(facts, message, answered) ||
    isOpen ||
    heldAtEnd(facts).length > 0 ||
    facts.messages.stopsIn(session).length > 0
  )
}

function wasAsked(facts: Facts, { text, n }: AcceptedMessage): boolean {
  return facts
    .of('provider-asked')
    .some((asked) => asked.n > n && asked.turns.some((turn) => textOf(turn).includes(text)))
}

/** Whether the provider has answered well since a failure, and so what failed then locks nobody out. */
function isOver(facts: Facts, failed: number, before: number): boolean {
  return facts.of('provider-replying').some(({ n, status }) => n > failed && n < before && status < 400)
}

/** Whether the gateway was told to go, or has reason to restart, and so may take no more. */
function isGoing(facts: Facts, before: number): boolean {
  const last = facts.entries.findLast(
    (entry) =>
      entry.n < before &&
      (entry.kind === 'gateway-started' ||
        (entry.kind === 'gateway-signalled' && !isPassing(entry.signal)) ||
        (entry.kind === 'config-changed' && entry.change !== 'hot')),
  )
  return last !== undefined && last.kind !== 'gateway-started'
}

/** Whether its disk has refused it something. */
function cannotWrite(facts: Facts, before: number): boolean {
  return facts.of('write-refused').some(({ n }) => n < before)
}

/** Whether the network or the provider's door was shut, so that a request could not have come. */
function isUnreachable(facts: Facts, before: number): boolean {
  const earlier = facts.entries.filter(({ n }) => n < before)
  const door = earlier.findLast(({ kind }) => kind === 'provider-closed' || kind === 'provider-opened')
  return door?.kind === 'provider-closed' || (entriesOf(earlier, 'gateway-network').at(-1)?.failing ?? null) !== null
}

/** The gateway's tokens have been refused, or are being renewed, and neither new ones nor the old ones are good yet. */
function lacksCredentials(facts: Facts, before: number): boolean {
  const last = facts.entries.findLast(
    ({ n, kind }) => n < before && (kind === 'oauth-asked' || kind === 'oauth-answered' || kind === 'oauth-recovered'),
  )
  return last?.kind === 'oauth-asked' || (last?.kind === 'oauth-answered' && last.outcome !== 'granted')
}

/**
 * A refresh token that had bought new tokens is used again, and refused. Google's stays the same; and a gateway that went down
 * in between may not have had the time to keep the new one.
 */
function refreshedTwice(facts: Facts): Finding[] {
  const asks = facts.of('oauth-asked')
  const answers = facts.of('oauth-answered')
  return asks.flatMap((again) => {
    const granted = answers.find(({ refresh, outcome }) => refresh === again.refresh && outcome === 'granted')
    const first = asks.find(({ ask }) => ask === granted?.ask)
    const refused = answers.find(({ ask, outcome }) => ask === again.ask && outcome === 'reused')
    if (granted === undefined || first === undefined || refused === undefined || again.vendor === 'google') return []
    const wentDown = facts.of('gateway-exited').some(({ n }) => n > first.n && n < again.n)
    if (wentDown || refused.n < granted.n) return []
    const when = again.n < granted.n ? 'while its renewal was under way' : 'after it had been renewed'
    return [
      {
        says: `refresh token ${again.refresh} was used a second time, ${when}`,
        entries: [first.n, granted.n, again.n, refused.n],
        excerpt: [`${again.vendor}: the first request for new tokens was granted, the second refused as "reused"`],
      },
    ]
  })
}

/**
 * A client is let in with a token that has another in its place, or that was taken away. One that stands in the configuration is
 * outdated when the gateway is seen to take the new one.
 */
function outdated(facts: Facts): Finding[] {
  const connected = facts.of('client-connected')
  return connected.flatMap((entry) => {
    const { n, client, ok, shows } = entry
    const change = facts.of('auth-changed').findLast((one) => one.n < n && isAbout(one, entry))
    if (!ok || change === undefined) return []
    const since = connected.filter((other) => other.ok && other.n > change.n && other.n < n)
    const isNewTaken = since.some((other) => other.shows === undefined)
    const isNewGiven = since.some((other) => other.client === client)
    if (change.credential === 'gateway-token' ? !isNewTaken : change.how === 'revoked' && isNewGiven) return []
    const words = `${shows?.replaceAll('-', ' ')}, after it had been ${change.how}`
    return [{ says: `client ${client} was let in with its ${words}`, entries: [change.n, n], excerpt: [] }]
  })
}

function isAbout(change: EntryOf<'auth-changed'>, { client, shows }: EntryOf<'client-connected'>): boolean {
  if (change.credential === 'gateway-token') return shows === 'old-gateway-token'
  return change.client === client && shows === (change.how === 'rotated' ? 'old-device-token' : 'device-token')
}

/** What a gateway says to a token that it does not know; one that is starting or going says something else. */
const unknownToken = /unauthorized|token/i

/** A client is refused with the token that its device was given in the place of another. */
function notKnown(facts: Facts): Finding[] {
  return facts.of('client-connected').flatMap(({ n, client, ok, shows, detail }) => {
    const change = facts.of('auth-changed').findLast((one) => one.n < n && one.client === client)
    if (ok || shows !== 'device-token' || change?.how !== 'rotated' || !unknownToken.test(detail)) return []
    const says = `client ${client} was refused with the device token that it was given`
    return [{ says, entries: [change.n, n], excerpt: [detail] }]
  })
}
