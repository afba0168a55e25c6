import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { outcomeOf, outline } from './excerpt.ts'
import {
  type AcceptedMessage,
  acceptedMessages,
  heldAtEnd,
  isStopped,
  mainRequests,
  openRequests,
  short,
  stopsOf,
} from './facts.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/** Every accepted user message is answered or visibly refused; none is dropped. */
export const messagesAnswered: Oracle = {
  claim: 'messages-answered',
  sentence: 'every accepted message is answered or visibly refused',
  judge(entries) {
    const messages = acceptedMessages(entries)
    const settled = entriesOf(entries, 'settled').at(-1)
    if (messages.length === 0) return inconclusive('no message was accepted')
    if (settled === undefined) return inconclusive('the run never came to its end')
    const dropped = unansweredMessages(entries)
    const why = dropped.length > 0 ? notOver(entries) : undefined
    if (why !== undefined) return inconclusive(why)
    return fromFindings(
      dropped.map(({ n, ack, detail, turn, text }) => ({
        says: `"${short(text)}" was accepted and never answered: no reply, no error, no notice within ${Math.round(settled.ms / 1000)} s`,
        entries: [n, ack],
        excerpt: [`the gateway: ${detail}`, ...requestsFor(entries, turn), ...historyAfter(entries, text)],
      })),
    )
  },
}

/** Why an answer may still be owed to nobody's fault. */
function notOver(entries: readonly Entry[]): string | undefined {
  if (heldAtEnd(entries).length > 0) return 'a tool was still held at the end; end it in the scenario'
  if (openRequests(entries).length > 0) return 'a request was still under way at the end'
  return isStopped(entries) ? 'the gateway was stopped and not started again' : undefined
}

/** The accepted messages that nothing has answered so far: neither a reply or error of their run, nor a text after them, nor a stop. */
export function unansweredMessages(entries: readonly Entry[]): AcceptedMessage[] {
  return acceptedMessages(entries).filter((message) => !isAnswered(entries, message))
}

function isAnswered(entries: readonly Entry[], message: AcceptedMessage): boolean {
  if (hasAnswer(entries, message) || wasStopped(entries, message)) return true
  const joined = joinedTo(entries, message)
  return joined !== undefined && isAnswered(entries, joined)
}

/** What was said in the session of a message after it. */
function laterThan(entries: readonly Entry[], { n, session }: AcceptedMessage): AcceptedMessage[] {
  return acceptedMessages(entries).filter((next) => next.n > n && next.session === session)
}

/** The later message that one was put to the model with, if any. */
export function joinedTo(entries: readonly Entry[], message: AcceptedMessage): AcceptedMessage | undefined {
  return laterThan(entries, message).find((next) => hasJoined(entries, message, next))
}

function hasAnswer(entries: readonly Entry[], message: AcceptedMessage): boolean {
  return runEnded(entries, message) || answeredInHistory(entries, message)
}

/**
 * A stop ends what was open when it came: not a message that had been passed over before, nor one that is nowhere kept when the gateway
 * names the runs that it has stopped, and not this one's (openclaw#128008). A typed stop is one of all that waits, too, and a
 * compaction of nothing: who wants less context, wants an answer still.
 */
function wasStopped(entries: readonly Entry[], message: AcceptedMessage): boolean {
  const later = laterThan(entries, message)
  return stopsOf(entries, message.session).some((stop) => {
    const between = later.filter((next) => next.n < stop.n)
    const isAnother = stop.what === 'abort' && stop.stoppedRuns?.includes(message.run) === false
    if (isAnother && !isKept(entries, message)) return false
    return stop.what !== 'compact' && stop.n > message.n && !between.some((next) => hasAnswer(entries, next))
  })
}

/** Whether the model or a client was shown a message since. */
function isKept(entries: readonly Entry[], { n, text }: AcceptedMessage): boolean {
  const shown = [...mainRequests(entries), ...entriesOf(entries, 'history-seen')]
  return shown.some((entry) => entry.n > n && entry.turns.some((turn) => says(turn, text)))
}

/** The client was told that the run it started has failed, or was given a reply that says something. */
function runEnded(entries: readonly Entry[], { run }: AcceptedMessage): boolean {
  return entriesOf(entries, 'client-saw').some(
    (seen) =>
      run !== '' && seen.run === run && (seen.what === 'error' || (seen.what === 'reply' && seen.text.trim() !== '')),
  )
}

/** Whether two messages were put to the model together, by the same process. */
function hasJoined(entries: readonly Entry[], message: AcceptedMessage, next: AcceptedMessage): boolean {
  const restarted = entriesOf(entries, 'gateway-exited').some(({ n }) => n > message.n && n < next.n)
  const asked = mainRequests(entries).filter(({ turn }) => turn === next.turn)
  return !restarted && asked.some(({ turns }) => turns.some((turn) => says(turn, message.text)))
}

function answeredInHistory(entries: readonly Entry[], message: AcceptedMessage): boolean {
  return turnsAfter(entries, message.text).some((turn) => turn.role === 'assistant' && textOf(turn).trim() !== '')
}

/** What a client is shown after a message and before the user's next one. */
function turnsAfter(entries: readonly Entry[], text: string): readonly Turn[] {
  const turns =
    entriesOf(entries, 'history-seen').findLast((seen) => seen.turns.some((turn) => says(turn, text)))?.turns ?? []
  const from = turns.findIndex((turn) => says(turn, text)) + 1
  const next = turns.findIndex((turn, index) => index >= from && isMessage(entries, turn))
  return turns.slice(from, next < 0 ? undefined : next)
}

function says(turn: Turn, text: string): boolean {
  return turn.role === 'user' && textOf(turn).includes(text)
}

function isMessage(entries: readonly Entry[], turn: Turn): boolean {
  return acceptedMessages(entries).some(({ text }) => says(turn, text))
}

function requestsFor(entries: readonly Entry[], turn: number): string[] {
  const asked = mainRequests(entries).filter((request) => request.turn === turn)
  return asked.length === 0 ? ['no request was made for it'] : asked.flatMap((request) => outcomeOf(entries, request))
}

function historyAfter(entries: readonly Entry[], text: string): string[] {
  const shown = turnsAfter(entries, text).map((turn) => `after it the client is shown: ${outline(turn)}`)
  return shown.length > 0 ? shown : ['after it the client is shown nothing']
}
