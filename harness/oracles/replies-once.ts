import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import {
  type AcceptedMessage,
  acceptedMessages,
  hasCompany,
  heldAtEnd,
  mainRequests,
  sessionOf,
  short,
  stopsOf,
} from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'
import { unansweredMessages } from './messages-answered.ts'

type Saw = EntryOf<'client-saw'>

/**
 * Each reply reaches the client that asked, once, and the client sees one end of each run. A reply to messages that were
 * answered together may end the run of each; one that a restart came between may come as another run, or only in the history.
 */
export const repliesOnce: Oracle = {
  claim: 'replies-once',
  sentence: 'each reply reaches the client once, and each run has one end',
  judge(entries) {
    const settled = entriesOf(entries, 'settled').at(-1)
    const seen = [...endedTwice(entries), ...toldTwice(entries)]
    if (seen.length > 0) return fromFindings(seen)
    if (settled === undefined) return inconclusive('the run never came to its end')
    const isAtRest = settled.waitingFor === '' || settled.waitingFor === unheardEnd
    return fromFindings(isAtRest && heldAtEnd(entries).length === 0 ? neverEnded(entries) : [])
  },
}

/** Ends that one connection saw: a run that a restart has ended may be taken up under its old name, and end again. */
function endedTwice(entries: readonly Entry[]): Finding[] {
  const runs = Object.groupBy(entriesOf(entries, 'client-saw'), (saw) =>
    [connectionOf(entries, saw), saw.run].join(' '),
  )
  return Object.values(runs).flatMap((ends = []) => {
    const [first] = ends
    if (first === undefined || first.run === '' || ends.length < 2) return []
    const asked = acceptedMessages(entries).find(({ run }) => run === first.run)
    const whose = asked === undefined ? `run ${first.run}` : `the run of "${short(asked.text)}"`
    return [
      {
        says: `${whose} ended ${ends.length} times for the client`,
        entries: [...(asked === undefined ? [] : [asked.n, asked.ack]), ...ends.map(({ n }) => n)],
        excerpt: ends.map(wordsOf),
      },
    ]
  })
}

/** A client between two changes of its connection, in a session: what it is told anew after one is no repetition. */
function connectionOf(entries: readonly Entry[], { n, session, client = 'main' }: Saw): string {
  const changes = entries.filter((entry) => entry.n < n && isChange(entry, client))
  return [session, client, changes.length].join(' ')
}

function isChange(entry: Entry, client: string): boolean {
  if (entry.kind === 'gateway-exited') return true
  const isAbout = 'client' in entry ? entry.client === client : client === 'main'
  return isAbout && changes.includes(entry.kind)
}

const changes: readonly EntryKind[] = [
  'client-connected',
  'client-disconnected',
  'line-cut',
  'line-stalled',
  'line-held',
]

function wordsOf({ what, text, run, at }: Saw): string {
  return `at ${at} ms: ${what} "${short(text)}" (run ${run})`
}

/** The runs of several messages may end with one reply, each once; any other end with it is a second delivery. */
function toldTwice(entries: readonly Entry[]): Finding[] {
  const askers = new Set(acceptedMessages(entries).map(({ run }) => run))
  const replies = entriesOf(entries, 'client-saw').filter(({ what, text }) => what === 'reply' && text.trim() !== '')
  const told = Object.groupBy(replies, (saw) => `${connectionOf(entries, saw)}\n${saw.text.trim()}`)
  return Object.values(told).flatMap((seen = []) => {
    const given = textReplies(entries).filter(
      ({ session, text }) => session === seen[0]?.session && text.trim() === seen[0].text.trim(),
    )
    const runs = [...new Set(seen.map(({ run }) => run))]
    const others = runs.filter((run) => !askers.has(run)).length
    const deliveries = others + (runs.length > others ? 1 : 0)
    if (given.length === 0 || deliveries <= given.length) return []
    return [
      {
        says: `the reply "${short(seen[0]?.text ?? '')}" reached the client as the end of ${runs.length} runs, and the model gave it ${timesOf(given.length)}`,
        entries: [...given.map(({ n }) => n), ...seen.map(({ n }) => n)],
        excerpt: seen.map(wordsOf),
      },
    ]
  })
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

type TextReply = EntryOf<'provider-replying'> & { readonly session: string; readonly turn: number | null }

/** What the model said to the messages of a session, without calls: the last reply of a turn. */
function textReplies(entries: readonly Entry[]): TextReply[] {
  const asked = new Map(mainRequests(entries).map((request) => [request.request, request]))
  return entriesOf(entries, 'provider-replying').flatMap((reply) => {
    const { turn = null } = asked.get(reply.request) ?? {}
    const session = sessionOf(entries, { turn })
    const isText = reply.calls.length === 0 && reply.status < 400 && reply.text.trim() !== ''
    return session !== undefined && isText ? [{ ...reply, session, turn }] : []
  })
}

/** What a run still waits for whose answer its client has not heard. */
export const unheardEnd = 'a client to hear the end of its run'

/** Told of by the history and not by an end: for a client that stayed connected to the same gateway, which nobody stopped. */
export function neverEnded(entries: readonly Entry[]): Finding[] {
  const unanswered = new Set(unansweredMessages(entries).map(({ n }) => n))
  return acceptedMessages(entries).flatMap((message) => {
    const { n, ack, run, text } = message
    const answer = textReplies(entries).findLast((reply) => reply.turn === message.turn)
    if (unanswered.has(n) || run === '' || !isUnended(entries, message, answer)) return []
    return [
      {
        says: `the run of "${short(text)}" was answered, and never ended for the client`,
        entries: [n, ack, ...(answer === undefined ? [] : [answer.n])],
        excerpt: [
          `it was accepted as run ${run}, and no end of that run was seen`,
          `the model said: "${short(answer?.text ?? '')}"`,
        ],
      },
    ]
  })
}

function isUnended(entries: readonly Entry[], message: AcceptedMessage, answer: TextReply | undefined): boolean {
  const { n, run, session, client = 'main' } = message
  const wasLost = entries.some((entry) => entry.n > n && isChange(entry, client))
  const wasStopped = stopsOf(entries, session).some((stop) => stop.n > n)
  const isShared = hasCompany(entries, message, answer?.n ?? Number.POSITIVE_INFINITY)
  return !wasLost && !wasStopped && !isShared && !hasEnd(entries, run, answer)
}

/** An error that was told before the run was answered is no end of it. */
function hasEnd(entries: readonly Entry[], run: string, answer: TextReply | undefined): boolean {
  return entriesOf(entries, 'client-saw').some(
    (saw) => saw.run === run && (saw.what !== 'error' || answer === undefined || saw.n > answer.n),
  )
}
