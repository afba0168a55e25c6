import type { Facts } from '../facts/facts.ts'
import { anyBetween, firstAfter } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'

/** A reply as far as the gateway got it, and the entry that shows that it has it. */
type Had = { readonly text: string; readonly due: number }

/** The wire tears a text only at its end. */
const fewLetters = 3

/**
 * How much of a reply the gateway owes, and since when: a whole one since it acted upon it (ran a call, showed the text), or since its
 * delivery when nothing came between that and the next request; of one that broke off what the person was shown. Nothing of a rejected one.
 */
export function owedReply(facts: Facts, request: Request): Had | undefined {
  const { replying, replied } = request
  if (replying === undefined || replying.status >= 400) return undefined
  const { text } = replying
  const isCut = request.calls.some(({ cut }) => cut)
  const shown = shownAt(facts, request, text)
  if (isCut) return undefined
  if (text.trim() === '' && request.calls.length === 0) return undefined
  const due = Math.min(actedAt(request), shown?.n ?? Number.POSITIVE_INFINITY, undisturbedAt(facts, request))
  if (Number.isFinite(due)) return { text: replied?.end === 'complete' ? text : (shown?.text ?? text), due }
  return { text, due: Number.POSITIVE_INFINITY }
}

/** When the gateway ran the first call of a reply, or reported it. */
function actedAt({ calls }: Request): number {
  const entries = calls.flatMap(({ starts, reports }) => [...starts, ...reports])
  return entries.reduce((first, { n }) => Math.min(first, n), Number.POSITIVE_INFINITY)
}

/** When a client was shown the text of a reply, or the part of it that had come when it broke off. */
function shownAt(facts: Facts, request: Request, text: string): { n: number; text: string } | undefined {
  if (request.session === undefined || text.trim() === '') return undefined
  const from = request.replying?.n ?? request.n
  const next = firstAfter(facts.requests.of(request.conversation ?? ''), request.n)?.n ?? Number.POSITIVE_INFINITY
  for (let saw = firstAfter(facts.endsIn(request.session), from); saw !== undefined; ) {
    const shown = saw.text.trim()
    const isWhole = shown.includes(text.trim()) && saw.what === 'reply'
    const isPart = saw.n < next && saw.what === 'aborted' && shown.length > fewLetters && text.includes(shown)
    if (isWhole || isPart) return { n: saw.n, text: isWhole ? text : shown }
    saw = firstAfter(facts.endsIn(request.session), saw.n)
  }
  return undefined
}

/** The end of a delivery after which nobody gave an order and the gateway lived on, up to the conversation's next request. */
function undisturbedAt(facts: Facts, request: Request): number {
  const { replied, session, conversation, n } = request
  const never = Number.POSITIVE_INFINITY
  if (replied?.end !== 'complete') return never
  const next = firstAfter(facts.requests.of(conversation ?? ''), n)?.n ?? facts.last('settled')?.n
  if (next === undefined || next < replied.n || facts.lives.exitedBetween(n, next)) return never
  const isOrdered = anyBetween(ordersIn(facts, session ?? 'main'), n, next)
  return isOrdered ? never : replied.n
}

function ordersIn(facts: Facts, session: string) {
  return facts.messages.ordersIn(session)
}
