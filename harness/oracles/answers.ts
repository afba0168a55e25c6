import type { Facts } from '../facts/facts.ts'
import { type AcceptedOrder, type Message, mayHaveStopped } from '../facts/messages.ts'
import { anyBetween, between } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import { saysText } from '../transcript/blocks.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'

const never = Number.POSITIVE_INFINITY

/** The accepted messages that nothing has answered so far: neither a reply or error of their run, nor a text after them, nor a stop. */
export function unansweredMessages(facts: Facts): Message[] {
  return facts.messages.accepted.filter((message) => !isAnswered(facts, message))
}

function isAnswered(facts: Facts, message: Message): boolean {
  if (hasAnswer(facts, message) || wasStopped(facts, message)) return true
  if (hasFailed(facts, message)) return false
  const joined = joinedTo(facts, message)
  return joined !== undefined && isAnswered(facts, joined)
}

/** Whether the client was told that the run of a message has failed: then no later message took it in. */
function hasFailed(facts: Facts, { run }: Message): boolean {
  return facts.endsOf(run).some(({ what }) => what === 'error')
}

function hasAnswer(facts: Facts, message: Message): boolean {
  return runEnded(facts, message) || answeredInHistory(facts, message)
}

/**
 * The client was told that the run it started has failed, and in words, was given a reply that says something, or was told that the run was
 * stopped where a person had given an order that stops. Where a person has declined a call, or the model has given its turn back, a run may
 * end without a word.
 */
function runEnded(facts: Facts, { run, session, n, requests }: Message): boolean {
  return facts.endsOf(run).some((saw) => {
    if (hasDeclined(facts, session, n, saw.n)) return true
    if (saw.what === 'reply' && requests.at(-1)?.calls.some(({ yields }) => yields)) return true
    if (saw.what !== 'aborted') return saw.text.trim() !== ''
    return anyBetween(facts.messages.ordersIn(session), n, saw.n)
  })
}

function hasDeclined({ permissions }: Facts, session: string, from: number, to: number): boolean {
  return permissions.all.some(({ asked, answered }) => {
    if (asked.session !== session || answered?.answer !== 'declined') return false
    return answered.n > from && answered.n < to
  })
}

/** The later message that one was put to the model with, if any: only one that came while the first was still open. */
export function joinedTo(facts: Facts, message: Message): Message | undefined {
  return facts.messages.in(message.session).find((next) => {
    if (next.n <= message.n || !next.accepted || isOver(message, next.n)) return false
    if (facts.lives.exitedBetween(message.n, next.n)) return false
    return next.requests.some(({ asked }) => asked.turns.some((turn) => saysText(turn, message.text)))
  })
}

/** Whether the work for a message was over when another came: its last request had its last answer, or was refused for good. */
function isOver({ requests }: Message, before: number): boolean {
  const last = requests.findLast(({ n }) => n < before)
  if (last?.replied === undefined || last.replied.n > before) return false
  if (last.asked.rejection !== null) return true
  if (last.replied.end === 'client-gone') return false
  const status = last.replying?.status ?? 200
  if (status >= 400) return !mayBeTriedAgain(status)
  return last.replied.end === 'complete' && last.calls.length === 0
}

function mayBeTriedAgain(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500
}

/**
 * A stop ends what was open when it came: not a message that had been passed over before, nor one that is nowhere kept when the gateway
 * names the runs that it has stopped, and not this one's (openclaw/openclaw#128008). A typed stop is one of all that waits, too, and a
 * compaction of nothing: who wants less context, wants an answer still.
 */
function wasStopped(facts: Facts, message: Message): boolean {
  const { n, session } = message
  const later = facts.messages.in(session).filter((next) => next.n > n && next.accepted)
  return facts.messages.stopsIn(session).some((stop) => {
    if (stop.sent.what === 'compact' || stop.n < n) return false
    if (isOfAnother(stop, message) && !isKept(facts, message)) return false
    return !later.some((next) => next.n < stop.n && hasAnswer(facts, next))
  })
}

function isOfAnother(order: AcceptedOrder, { run }: Message): boolean {
  return order.sent.what === 'abort' && !mayHaveStopped(order, run)
}

/** Whether the model or a client was shown a message since. */
function isKept(facts: Facts, { n, text, session, requests }: Message): boolean {
  const asked = [...requests, ...facts.requests.of(session)].filter((request) => request.n > n)
  const shown = [...asked.map((request) => request.asked), ...between(facts.historiesOf(session), n, never)]
  return shown.some(({ turns }) => turns.some((turn) => saysText(turn, text)))
}

/** Whether a client is shown an answer of the model after a message. A text beside calls does not count. */
function answeredInHistory(facts: Facts, message: Message): boolean {
  const beside = new Set(message.requests.flatMap(({ calls, replying }) => (calls.length > 0 ? [replying?.text] : [])))
  return turnsAfter(facts, message).some((turn) => {
    const text = textOf(turn)
    return turn.role === 'assistant' && text.trim() !== '' && !beside.has(text)
  })
}

/** What a client is shown after a message and before the person's next one. */
export function turnsAfter(facts: Facts, { session, text }: Message): readonly Turn[] {
  const turns =
    facts.historiesOf(session).findLast((seen) => seen.turns.some((turn) => saysText(turn, text)))?.turns ?? []
  const from = turns.findIndex((turn) => saysText(turn, text)) + 1
  const messages = facts.messages.in(session)
  const next = turns.findIndex(
    (turn, index) => index >= from && messages.some((other) => other.accepted && saysText(turn, other.text)),
  )
  return turns.slice(from, next < 0 ? undefined : next)
}

/** Whether another message of its session was still open when a message came, or came before entry `until`: they may share a run. */
export function hasCompany(facts: Facts, { n, session }: Message, until: number): boolean {
  return facts.messages.in(session).some((other) => {
    if (!other.accepted || other.n === n) return false
    return other.n < n ? (facts.endsOf(other.run)[0]?.n ?? n) >= n : other.n < until
  })
}

/** The last reply that was made for a message, without calls. */
export function finalReplyOf({ requests }: Message): Request | undefined {
  return requests.findLast(
    ({ replying, calls }) =>
      replying !== undefined && replying.status < 400 && calls.length === 0 && replying.text.trim() !== '',
  )
}
