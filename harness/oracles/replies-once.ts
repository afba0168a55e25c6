import type { Facts } from '../facts/facts.ts'
import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'
import { heldAtEnd } from '../facts/tools.ts'
import { short } from '../transcript/blocks.ts'
import { type AcceptedMessage, acceptedMessages, hasCompany, mainRequests, sessionOf, stopsOf } from './facts.ts'
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
  judge({ facts }) {
    const settled = facts.of('settled').at(-1)
    const seen = [...endedTwice(facts), ...toldTwice(facts)]
    if (seen.length > 0) return fromFindings(seen)
    if (settled === undefined) return inconclusive('the run never came to its end')
    const isAtRest = settled.waitingFor === '' || settled.waitingFor === unheardEnd
    return fromFindings(isAtRest && heldAtEnd(facts).length === 0 ? neverEnded(facts) : [])
  },
}

/** Ends that one connection saw: a run that a restart has ended may be taken up under its old name, and end again. */
function endedTwice(facts: Facts): Finding[] {
  const runs = Object.groupBy(facts.of('client-saw'), (saw) =>
    [connectionOf(facts, saw), saw.run].join(' '),
  )
  return Object.values(runs).flatMap((ends = []) => {
    const [first] = ends
    if (first === undefined || first.run === '' || ends.length < 2) return []
    const asked = facts.messages.accepted.find(({ run }) => run === first.run)
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
function connectionOf(facts: Facts, { n, session, client = 'main' }: Saw): string {
  const changes = facts.entries.filter((entry) => entry.n < n && isChange(entry, client))
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
function toldTwice(facts: Facts): Finding[] {
  const askers = new Set(facts.messages.accepted.map(({ run }) => run))
  const replies = facts.of('client-saw').filter(({ what, text }) => what === 'reply' && text.trim() !== '')
  const told = Object.groupBy(replies, (saw) => `${connectionOf(facts, saw)}\n${saw.text.trim()}`)
  return Object.values(told).flatMap((seen = []) => {
    const given = textReplies(facts).filter(
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
function textReplies(facts: Facts): TextReply[] {
  const asked = new Map(mainRequests(facts).map((request) => [request.request, request]))
  return facts.of('provider-replying').flatMap((reply) => {
    const { turn = null } = asked.get(reply.request) ?? {}
    const session = sessionOf(facts, { turn })
    const isText = reply.calls.length === 0 && reply.status < 400 && reply.text.trim() !== ''
    return session !== undefined && isText ? [{ ...reply, session, turn }] : []
  })
}

/** What a run still waits for whose answer its client has not heard. */
export const unheardEnd = 'a client to hear the end of its run'

/** Told of by the history and not by an end: for a client that stayed connected to the same gateway, which nobody stopped. */
export function neverEnded(facts: Facts): Finding[] {
  const unanswered = new Set(unansweredMessages(facts).map(({ n }) => n))
  return facts.messages.accepted.flatMap((message) => {
    const { n, ack, run, text } = message
    const answer = textReplies(facts).findLast((reply) => reply.turn === message.turn)
    if (unanswered.has(n) || run === '' || !isUnended(facts, message, answer)) return []
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

function isUnended(facts: Facts, message: AcceptedMessage, answer: TextReply | undefined): boolean {
  const { n, run, session, client = 'main' } = message
  const wasLost = facts.entries.some((entry) => entry.n > n && isChange(entry, client))
  const wasStopped = facts.messages.stopsIn(session).some((stop) => stop.n > n)
  const isShared = hasCompany(facts, message, answer?.n ?? Number.POSITIVE_INFINITY)
  return !wasLost && !wasStopped && !isShared && !hasEnd(facts, run, answer)
}

/** An error that was told before the run was answered is no end of it. */
function hasEnd(facts: Facts, run: string, answer: TextReply | undefined): boolean {
  return facts.of('client-saw').some(
    (saw) => saw.run === run && (saw.what !== 'error' || answer === undefined || saw.n > answer.n),
  )
}
