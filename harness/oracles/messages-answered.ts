import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { acceptedMessages, heldAtEnd, short } from './facts.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

type Message = ReturnType<typeof acceptedMessages>[number]

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
    if (dropped.length > 0 && heldAtEnd(entries).length > 0)
      return inconclusive('a tool was still held at the end; end it in the scenario')
    return fromFindings(
      dropped.map(({ n, text }) => ({
        says: `"${short(text)}" was accepted and never answered: no reply, no error, no notice within ${Math.round(settled.ms / 1000)} s`,
        entries: [n],
        excerpt: historyAfter(entries, text),
      })),
    )
  },
}

/** The accepted messages that nothing has answered so far: neither a reply or error of their run, nor a text after them, nor a stop. */
export function unansweredMessages(entries: readonly Entry[]): Message[] {
  const messages = acceptedMessages(entries)
  return messages.filter((message, index) => !isAnswered(entries, message, messages.slice(index + 1)))
}

function isAnswered(entries: readonly Entry[], message: Message, later: readonly Message[]): boolean {
  if (wasStopped(entries, message) || runEnded(entries, message) || answeredInHistory(entries, message)) return true
  const joined = later.find((next) => next.session === message.session && !restartedBetween(entries, message, next))
  return joined !== undefined && isAnswered(entries, joined, later.slice(later.indexOf(joined) + 1))
}

function wasStopped(entries: readonly Entry[], message: Message): boolean {
  const stops = entriesOf(entries, 'client-sent').filter(
    ({ n, what, session }) => n > message.n && what !== 'message' && session === message.session,
  )
  return stops.some((stop) =>
    entriesOf(entries, 'client-acknowledged').some((entry) => entry.message === stop.message && entry.ok),
  )
}

/** The client was told that the run it started has replied or failed. */
function runEnded(entries: readonly Entry[], message: Message): boolean {
  const acknowledged = entriesOf(entries, 'client-acknowledged').find((entry) => entry.message === message.message)
  return entriesOf(entries, 'client-saw').some(
    (seen) => seen.run !== '' && seen.what !== 'aborted' && acknowledged?.detail.includes(seen.run) === true,
  )
}

function answeredInHistory(entries: readonly Entry[], message: Message): boolean {
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

function restartedBetween(entries: readonly Entry[], a: EntryOf<'client-sent'>, b: EntryOf<'client-sent'>): boolean {
  return entriesOf(entries, 'gateway-exited').some(({ n }) => n > a.n && n < b.n)
}

function historyAfter(entries: readonly Entry[], text: string): string[] {
  const shown = turnsAfter(entries, text).map(
    (turn) =>
      `${turn.role}: ${turn.blocks.map((block) => (block.type === 'text' ? `"${short(block.text, 60)}"` : block.type)).join(', ')}`,
  )
  return [`after it the client is shown: ${shown.join('; ') || 'nothing'}`]
}
