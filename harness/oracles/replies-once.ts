import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import {
  type AcceptedMessage,
  acceptedMessages,
  endOf,
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
    return fromFindings(settled.waitingFor === '' && heldAtEnd(entries).length === 0 ? neverEnded(entries) : [])
  },
}

/** A run that a restart has ended may be taken up under its old name, and end again. */
function endedTwice(entries: readonly Entry[]): Finding[] {
  const exits = entriesOf(entries, 'gateway-exited')
  const lifeOf = ({ n }: Saw) => exits.filter((exit) => exit.n < n).length
  const runs = Object.groupBy(entriesOf(entries, 'client-saw'), (saw) => `${saw.session} ${saw.run} ${lifeOf(saw)}`)
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

function wordsOf({ what, text, run, at }: Saw): string {
  return `at ${at} ms: ${what} "${short(text)}" (run ${run})`
}

/** The runs of several messages may end with one reply, each once; any other end with it is a second delivery. */
function toldTwice(entries: readonly Entry[]): Finding[] {
  const askers = new Set(acceptedMessages(entries).map(({ run }) => run))
  const said = Object.groupBy(textReplies(entries), (reply) => `${reply.session}\n${reply.text.trim()}`)
  return Object.values(said).flatMap((replies = []) => {
    const [reply] = replies
    const seen = entriesOf(entries, 'client-saw').filter(
      (saw) => saw.what === 'reply' && saw.session === reply?.session && saw.text.trim() === reply.text.trim(),
    )
    const runs = [...new Set(seen.map(({ run }) => run))]
    const others = runs.filter((run) => !askers.has(run)).length
    const deliveries = others + (runs.length > others ? 1 : 0)
    if (deliveries <= replies.length) return []
    return [
      {
        says: `the reply "${short(reply?.text ?? '')}" reached the client as the end of ${runs.length} runs, and the model gave it ${timesOf(replies.length)}`,
        entries: [...replies.map(({ n }) => n), ...seen.map(({ n }) => n)],
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

/** Told of by the history and not by an end: for a client that stayed connected to the same gateway, which nobody stopped. */
function neverEnded(entries: readonly Entry[]): Finding[] {
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
  const { n, run, session } = message
  const wasLost = entries.some(
    (entry) => entry.n > n && (entry.kind === 'gateway-exited' || entry.kind === 'client-disconnected'),
  )
  const wasStopped = stopsOf(entries, session).some((stop) => stop.n > n)
  const isShared = hasCompany(entries, message, answer?.n ?? Number.POSITIVE_INFINITY)
  return !wasLost && !wasStopped && !isShared && endOf(entries, run) === undefined
}
