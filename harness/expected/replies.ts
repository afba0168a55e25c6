import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import { anyBetween, between, firstAfter } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import type { EntryOf } from '../record/entry.ts'
import type { Turn } from '../transcript/transcript.ts'
import type { Manners } from './manners.ts'

/** A reply as far as the gateway got it, and the entry that shows that it has it. */
type Had = { readonly text: string; readonly due: number }

const never = Number.POSITIVE_INFINITY

/** The wire tears a text only at its end. */
const fewLetters = 3

/**
 * How much of a reply the gateway owes, and since when: a whole one since it acted upon it (ran a call, showed the text), or since its
 * delivery when nothing came between that and the next request; of one that broke off what the person was shown. Nothing of a rejected one.
 * A gateway that keeps broken attempts shows them in a history, and owes them to nobody.
 */
export function owedReply(facts: Facts, request: Request, manners: Manners): Had | undefined {
  const { replying, replied } = request
  if (replying === undefined || replying.status >= 400) return undefined
  const { text } = replying
  const isBroken = request.calls.some(({ cut, garbled }) => cut || garbled)
  const shown = shownAt(facts, request, text)
  if (isBroken) return undefined
  if (text.trim() === '' && request.calls.length === 0) return undefined
  const isKept = replied?.end !== 'complete' && manners.takes('keeps-broken-attempts')
  const due = Math.min(
    actedAt(request),
    shown?.n ?? never,
    isKept ? never : servedAt(facts, request, text),
    undisturbedAt(facts, request),
  )
  if (Number.isFinite(due)) return { text: replied?.end === 'complete' ? text : (shown?.text ?? text), due }
  return { text, due: never }
}

/** When the gateway acted upon the first call of a reply. */
function actedAt({ calls }: Request): number {
  return calls.flatMap(actsUpon).reduce((first, { n }) => Math.min(first, n), Number.POSITIVE_INFINITY)
}

/**
 * The entries in which the gateway acts upon a call: it runs or reports it. To report only the end of a call whose reply broke off is to give
 * it up.
 */
export function actsUpon({ request, starts, reports }: Call): readonly EntryOf<'tool-started' | 'tool-reported'>[] {
  const isWhole = request.replied?.end === 'complete'
  return [...starts, ...reports.filter(({ phase }) => isWhole || phase === 'started')]
}

/** When a client was shown the text of a reply, or the part of it that had come when it broke off. */
function shownAt(facts: Facts, request: Request, text: string): { n: number; text: string } | undefined {
  if (request.session === undefined || text.trim() === '') return undefined
  const next = nextOf(facts, request)?.n ?? never
  const until = request.replied?.end === 'complete' ? saidAgainAt(facts, request, text) : next
  for (const saw of between(facts.endsIn(request.session), request.replying?.n ?? request.n, until)) {
    const shown = saw.text.trim()
    const isWhole = shown.includes(text.trim()) && saw.what === 'reply' && !isAnother(facts, request, text, shown)
    const isPart = saw.n < next && saw.what === 'aborted' && shown.length > fewLetters && text.includes(shown)
    if (isWhole || isPart) return { n: saw.n, text: isWhole ? text : shown }
  }
  return undefined
}

/** Whether what was shown is, word for word, another reply of the conversation, which only holds the words of this one. */
function isAnother(facts: Facts, { conversation }: Request, text: string, shown: string): boolean {
  if (shown === text.trim()) return false
  return facts.requests.of(conversation ?? '').some(({ replying }) => replying?.text.trim() === shown)
}

/** When the model said the same again in the conversation: what is shown since may be that. */
function saidAgainAt(facts: Facts, { conversation, n }: Request, text: string): number {
  const later = between(facts.requests.of(conversation ?? ''), n, never)
  return later.find(({ replying }) => replying?.text.trim() === text.trim())?.n ?? never
}

function nextOf(facts: Facts, { conversation, n }: Request): Request | undefined {
  return firstAfter(facts.requests.of(conversation ?? ''), n)
}

/** When a history that a client was served had the text of a reply, before the next request; and as often as it had been said by then. */
function servedAt(facts: Facts, request: Request, text: string): number {
  const { session, conversation, replying, n } = request
  if (session === undefined || text.trim() === '') return never
  const served = between(facts.historiesOf(session), replying?.n ?? n, nextOf(facts, request)?.n ?? never)
  if (served.length === 0) return never
  const isSame = (other: Request) => other.replying?.text.trim() === text.trim()
  const times = between(facts.requests.of(conversation ?? ''), -1, n + 1).filter(isSame).length
  return served.find(({ turns }) => timesIn(turns, text.trim()) >= times)?.n ?? never
}

function timesIn(turns: readonly Turn[], text: string): number {
  const said = turns.flatMap(({ role, blocks }) => (role === 'assistant' ? blocks : []))
  return said.filter((block) => block.type === 'text' && block.text.includes(text)).length
}

/**
 * The end of a delivery after which nobody gave an order and the gateway lived on, up to the conversation's next request. What a process had
 * asked before it was killed may be read after that, and its answer reaches nobody.
 */
function undisturbedAt(facts: Facts, request: Request): number {
  const { replied, session, n } = request
  if (replied?.end !== 'complete' || facts.lives.mayBeLate(n)) return never
  const next = nextOf(facts, request)?.n ?? facts.last('settled')?.n
  if (next === undefined || next < replied.n || facts.lives.exitedBetween(n, next)) return never
  if (repeatsId(facts, request)) return never
  // a request that was on its way when its run was stopped comes after the end of the run
  if (facts.endsOf(request.message?.run ?? '').some((end) => end.what === 'aborted' && end.n < n)) return never
  return isOrderedBetween(facts, session ?? 'main', n, next) ? never : replied.n
}

/**
 * Whether a call of a reply has the id of an earlier one that ran: with both in it a history would be refused for ever, so that a gateway may
 * give the reply up.
 */
function repeatsId(facts: Facts, { conversation, n, calls }: Request): boolean {
  if (calls.length === 0) return false
  const ran = between(facts.requests.of(conversation ?? ''), -1, n).flatMap((earlier) =>
    earlier.calls.filter(({ starts }) => starts.length > 0),
  )
  return calls.some(({ id }) => ran.some((call) => call.id === id))
}

/** Whether the person's next message came before anybody was shown an answer: a gateway that says so may give the answer up for it. */
export function mayBeGivenUp(facts: Facts, request: Request): boolean {
  const { calls, replying, session = '', conversation = '', message } = request
  const next = nextOf(facts, request)
  if (replying === undefined || next === undefined) return false
  // a call that somebody was shown, or that ran, is there
  if (calls.some(({ starts, reports }) => [...starts, ...reports].some(({ n }) => n < next.n))) return false
  const hasNew = anyBetween(facts.messages.in(conversation), message?.n ?? request.n, next.n)
  const ends = between(facts.endsIn(session), replying.n, next.n)
  return hasNew && !ends.some(({ text }) => text.includes(replying.text.trim()))
}

/** An order works from when it is sent until it is acknowledged: a request that comes in between may be ended by it. */
function isOrderedBetween(facts: Facts, session: string, from: number, to: number): boolean {
  return facts.messages.ordersIn(session).some(({ n, answer }) => n < to && (answer?.n ?? never) > from)
}
