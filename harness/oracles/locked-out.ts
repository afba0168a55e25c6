import type { Manners } from '../expected/manners.ts'
import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import { anyBetween, between, firstAfter, lastBefore } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import { heldAtEnd } from '../facts/tools.ts'
import type { EntryOf } from '../record/entry.ts'
import { isPassing } from '../signals.ts'
import { short } from '../transcript/blocks.ts'
import { textOf } from '../transcript/transcript.ts'
import { hasCompany } from './answers.ts'
import type { Finding } from './judgement.ts'

type Saw = EntryOf<'client-saw'>

/** A request that the provider failed: the entry that says so, the session it was made for, and the provider's words. */
type Failure = {
  readonly n: number
  readonly at: number
  readonly session: string
  readonly words: string
  /** until when the provider asked the gateway to wait, in milliseconds since the run began */
  readonly until: number
  /** it refused the key, which sessions share */
  readonly ofKey: boolean
}

const never = Number.POSITIVE_INFINITY

/** A gateway that keeps from asking with a key that was refused asks again after so long at the latest. */
const circuitMs = 60_000

/**
 * Messages that came after another session's failure, and were answered without asking the provider. A gateway may wait where the
 * provider asks it to, and where its own credentials are known to be worth nothing.
 */
export function lockedOut(facts: Facts, manners: Manners): Finding[] {
  const failures = facts.requests.all.flatMap(failureOf).toSorted((a, b) => a.n - b.n)
  const good = facts.of('provider-replying').filter(({ status }) => status < 400)
  const isHeld = failures.length > 0 && heldAtEnd(facts).length > 0
  return facts.messages.accepted.flatMap((message) => {
    if (isHeld || wasAsked(facts, message)) return []
    // what failed before the provider answered well locks nobody out
    const earlier = between(failures, lastBefore(good, message.n)?.n ?? -1, message.n)
    const failure = earlier.at(-1)
    const answer = firstAfter(facts.endsOf(message.run), message.n)
    if (failure === undefined || answer === undefined || mayBeRefused(facts, manners, message, answer, earlier))
      return []
    return [finding(failure, message, answer)]
  })
}

function failureOf({ asked, session, replying }: Request): Failure[] {
  if (session === undefined) return []
  if (asked.rejection !== null) return [failure(asked, session, asked.rejection)]
  if (replying === undefined || replying.status < 400) return []
  const { message = 'no message', retryAfter = 0 } = replying.failure ?? {}
  return [failure(replying, session, { status: replying.status, message }, replying.at + retryAfter * 1000)]
}

function failure(
  { n, at }: { readonly n: number; readonly at: number },
  session: string,
  { status, message }: { readonly status: number; readonly message: string },
  until = 0,
): Failure {
  const ofKey = [401, 402, 403].includes(status) || /api.?key|billing|credit balance|quota/i.test(message)
  return { n, at, session, words: `${status}: ${message}`, until, ofKey }
}

function finding(failure: Failure, message: Message, answer: Saw): Finding {
  const { text, session } = message
  return {
    says: `"${short(text)}" in session ${session} was answered without asking the provider, after a request of session ${failure.session} had failed`,
    expected: `the provider is asked about "${short(text)}"`,
    actual: `session ${session} was shown: ${answer.what} "${short(answer.text)}"`,
    entries: [failure.n, message.n, answer.n],
    excerpt: [`provider: ${failure.words}`, `session ${session} saw: ${answer.what} "${short(answer.text)}"`],
  }
}

function mayBeRefused(
  facts: Facts,
  manners: Manners,
  message: Message,
  answer: Saw,
  failures: readonly Failure[],
): boolean {
  if (failures.some(({ session, until }) => session === message.session || until > message.at)) return true
  const isOpen = failures.some(({ ofKey, at }) => ofKey && answer.at - at < circuitMs)
  if (manners.takes('breaks-circuit') && answer.what === 'error' && isOpen) return true
  return (
    lacksCredentials(facts, message.n) ||
    wasBusy(facts, message, answer.n) ||
    isUnreachable(facts, answer.n) ||
    isGoing(facts, answer.n) ||
    cannotWrite(facts, answer.n)
  )
}

/** Its session was stopped, or had something else to do: the message may have been joined with another, or dropped by a person. */
function wasBusy(facts: Facts, message: Message, answered: number): boolean {
  const { session } = message
  const isOpen = facts.requests.open.some((request) => request.session === session)
  return isOpen || facts.messages.stopsIn(session).length > 0 || hasCompany(facts, message, answered)
}

function wasAsked(facts: Facts, { text, n, requests }: Message): boolean {
  if (requests.length > 0) return true
  return between(facts.requests.all, n, never).some(({ asked }) =>
    asked.turns.some((turn) => textOf(turn).includes(text)),
  )
}

/** Whether the gateway was told to go, or has reason to restart, and so may take no more. */
function isGoing(facts: Facts, before: number): boolean {
  const started = facts.lives.at(before)?.n ?? -1
  return (
    between(facts.of('gateway-signalled'), started, before).some(({ signal }) => !isPassing(signal)) ||
    between(facts.of('config-changed'), started, before).some(({ change }) => change !== 'hot')
  )
}

/** Whether its disk has refused it something. */
function cannotWrite(facts: Facts, before: number): boolean {
  return anyBetween(facts.of('write-refused'), -1, before)
}

/** Whether the network or the provider's door was shut, so that a request could not have come. */
function isUnreachable(facts: Facts, before: number): boolean {
  const door = facts.before(before, 'provider-closed', 'provider-opened')
  return door?.kind === 'provider-closed' || (facts.before(before, 'gateway-network')?.failing ?? null) !== null
}

/** The gateway's tokens have been refused, or are being renewed, and neither new ones nor the old ones are good yet. */
function lacksCredentials(facts: Facts, before: number): boolean {
  const last = facts.before(before, 'oauth-asked', 'oauth-answered', 'oauth-recovered')
  return last?.kind === 'oauth-asked' || (last?.kind === 'oauth-answered' && last.outcome !== 'granted')
}
