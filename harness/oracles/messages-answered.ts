import type { Facts } from '../facts/facts.ts'
import type { Entry } from '../record/entry.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { outcomeOf, outline } from './excerpt.ts'
import { heldAtEnd } from '../facts/tools.ts'
import { short } from '../transcript/blocks.ts'
import { type AcceptedMessage, acceptedMessages, isStopped, mainRequests, openRequests, stopsOf } from './facts.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/** Every accepted user message is answered or visibly refused; none is dropped. */
export const messagesAnswered: Oracle = {
  claim: 'messages-answered',
  sentence: 'every accepted message is answered or visibly refused',
  judge({ facts }) {
    const messages = facts.messages.accepted
    const settled = facts.of('settled').at(-1)
    if (messages.length === 0) return inconclusive('no message was accepted')
    if (settled === undefined) return inconclusive('the run never came to its end')
    const dropped = unansweredMessages(facts)
    const why = dropped.length > 0 ? notOver(facts) : undefined
    if (why !== undefined) return inconclusive(why)
    return fromFindings(
      dropped.map(({ n, ack, detail, turn, text }) => ({
        says: `"${short(text)}" was accepted and never answered: no reply, no error, no notice within ${Math.round(settled.ms / 1000)} s`,
        entries: [n, ack],
        excerpt: [`the gateway: ${detail}`, ...requestsFor(facts, turn), ...historyAfter(facts, text)],
      })),
    )
  },
}

/** Why an answer may still be owed to nobody's fault. */
function notOver(facts: Facts): string | undefined {
  if (heldAtEnd(facts).length > 0) return 'a tool was still held at the end; end it in the scenario'
  if (facts.requests.open.length > 0) return 'a request was still under way at the end'
  return facts.lives.isStopped ? 'the gateway was stopped and not started again' : undefined
}

/** The accepted messages that nothing has answered so far: neither a reply or error of their run, nor a text after them, nor a stop. */
export function unansweredMessages(facts: Facts): AcceptedMessage[] {
  return facts.messages.accepted.filter((message) => !isAnswered(facts, message))
}

function isAnswered(facts: Facts, message: AcceptedMessage): boolean {
  if (hasAnswer(facts, message) || wasStopped(facts, message)) return true
  const joined = joinedTo(facts, message)
  return joined !== undefined && isAnswered(facts, joined)
}

/** What was said in the session of a message after it. */
function laterThan(facts: Facts, { n, session }: AcceptedMessage): AcceptedMessage[] {
  return facts.messages.accepted.filter((next) => next.n > n && next.session === session)
}

/** The later message that one was put to the model with, if any. */
export function joinedTo(facts: Facts, message: AcceptedMessage): AcceptedMessage | undefined {
  return laterThan(facts, message).find((next) => hasJoined(facts, message, next))
}

function hasAnswer(facts: Facts, message: AcceptedMessage): boolean {
  return runEnded(facts, message) || answeredInHistory(facts, message)
}

/**
 * A stop ends what was open when it came: not a message that had been passed over before, nor one that is nowhere kept when the gateway
 * names the runs that it has stopped, and not this one's (openclaw#128008). A typed stop is one of all that waits, too, and a
 * compaction of nothing: who wants less context, wants an answer still.
 */
function wasStopped(facts: Facts, message: AcceptedMessage): boolean {
  const later = laterThan(facts, message)
  return facts.messages.stopsIn(message.session).some((stop) => {
    const between = later.filter((next) => next.n < stop.n)
    const isAnother = stop.what === 'abort' && stop.stoppedRuns?.includes(message.run) === false
    if (isAnother && !isKept(facts, message)) return false
    return stop.what !== 'compact' && stop.n > message.n && !between.some((next) => hasAnswer(facts, next))
  })
}

/** Whether the model or a client was shown a message since. */
function isKept(facts: Facts, { n, text }: AcceptedMessage): boolean {
  const shown = [...mainRequests(facts), ...facts.of('history-seen')]
  return shown.some((entry) => entry.n > n && entry.turns.some((turn) => says(turn, text)))
}

/** The client was told that the run it started has failed, or was given a reply that says something. */
function runEnded(facts: Facts, { run }: AcceptedMessage): boolean {
  return facts.of('client-saw').some(
    (seen) =>
      run !== '' && seen.run === run && (seen.what === 'error' || (seen.what === 'reply' && seen.text.trim() !== '')),
  )
}

/** Whether two messages were put to the model together, by the same process. */
function hasJoined(facts: Facts, message: AcceptedMessage, next: AcceptedMessage): boolean {
  const restarted = facts.of('gateway-exited').some(({ n }) => n > message.n && n < next.n)
  const asked = mainRequests(facts).filter(({ turn }) => turn === next.turn)
  return !restarted && asked.some(({ turns }) => turns.some((turn) => says(turn, message.text)))
}

function answeredInHistory(facts: Facts, message: AcceptedMessage): boolean {
  return turnsAfter(facts, message.text).some((turn) => turn.role === 'assistant' && textOf(turn).trim() !== '')
}

/** What a client is shown after a message and before the user's next one. */
function turnsAfter(facts: Facts, text: string): readonly Turn[] {
  const turns =
    facts.of('history-seen').findLast((seen) => seen.turns.some((turn) => says(turn, text)))?.turns ?? []
  const from = turns.findIndex((turn) => says(turn, text)) + 1
  const next = turns.findIndex((turn, index) => index >= from && isMessage(facts, turn))
  return turns.slice(from, next < 0 ? undefined : next)
}

function says(turn: Turn, text: string): boolean {
  return turn.role === 'user' && textOf(turn).includes(text)
}

function isMessage(facts: Facts, turn: Turn): boolean {
  return facts.messages.accepted.some(({ text }) => says(turn, text))
}

function requestsFor(facts: Facts, turn: number): string[] {
  const asked = mainRequests(facts).filter((request) => request.turn === turn)
  return asked.length === 0 ? ['no request was made for it'] : asked.flatMap((request) => outcomeOf(facts, request))
}

function historyAfter(facts: Facts, text: string): string[] {
  const shown = turnsAfter(facts, text).map((turn) => `after it the client is shown: ${outline(turn)}`)
  return shown.length > 0 ? shown : ['after it the client is shown nothing']
}
