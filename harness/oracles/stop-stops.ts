import type { Evidence } from '../expected/evidence.ts'
import type { Facts } from '../facts/facts.ts'
import { type AcceptedOrder, type Message, mayHaveStopped } from '../facts/messages.ts'
import { anyBetween, between, firstAfter } from '../facts/ordered.ts'
import { type Request, requestName } from '../facts/requests.ts'
import type { EntryOf } from '../record/entry.ts'
import { resultsOf, short } from '../transcript/blocks.ts'
import { joinedTo } from './answers.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

/** After a stop was acknowledged nothing of that run goes on; what waited does what the gateway says it does, in order. */
export const stopStops: Oracle = {
  claim: 'stop-stops',
  tier: 2,
  fails: 'work went on after a stop, or a waiting message was treated wrongly',
  sentence:
    'after a stop was acknowledged no request of its run follows; what waits does what the gateway says, in order',
  judge(evidence) {
    const sessions = new Set(evidence.facts.messages.all.map(({ session }) => session))
    return fromFindings(
      [...sessions].flatMap((session) => [
        ...goesOn(evidence, session),
        ...endsAnother(evidence, session),
        ...neverRan(evidence, session),
        ...outOfOrder(evidence, session),
      ]),
    )
  },
}

function goesOn(evidence: Evidence, session: string): Finding[] {
  const { facts } = evidence
  return stopsAtOnce(facts, session).flatMap((stop) =>
    facts.messages.in(session).flatMap((message) => goneOn(evidence, stop, message)),
  )
}

/** The stops of a session that had been carried out when they were acknowledged. */
function stopsAtOnce(facts: Facts, session: string): AcceptedOrder[] {
  return facts.messages
    .stopsIn(session)
    .filter(({ sent, answer }) => (sent.what === 'stop' || sent.what === 'abort') && answer?.stopped === 'at once')
}

/**
 * Whether a request came after a stop: after its acknowledgement, or before it where the gateway says that it stopped the run and yet shows
 * its reply. One that the gateway itself hung up on was on its way.
 */
function isAfter(facts: Facts, stop: AcceptedOrder, { n, replied, replying, session }: Request): boolean {
  if (replied?.end === 'client-gone') return false
  if (n > stop.ack) return true
  const text = replying?.text.trim() ?? ''
  if (n < stop.n || replied?.end !== 'complete' || text === '') return false
  const shown = between(facts.endsIn(session ?? ''), stop.n, Number.POSITIVE_INFINITY)
  return shown.some((saw) => saw.what === 'reply' && saw.text.includes(text))
}

/** The tools of a run that a stop ended, after which nothing of the run is on its way any more. */
function killedBy(stop: AcceptedOrder, { requests }: Message): EntryOf<'tool-ended'>[] {
  const ends = requests.flatMap(({ calls }) => calls.flatMap((call) => call.ends))
  return ends.filter(({ end, n }) => end === 'gone' && n > stop.n)
}

/** Whether a request was made after a tool had been ended: it came later, or tells the model of it, which may be seen sooner than the end. */
function isAfterKill({ n, asked }: Request, killed: EntryOf<'tool-ended'>, stop: AcceptedOrder): boolean {
  return n > killed.n || (n > stop.n && resultsOf(asked.turns, killed.call).length > 0)
}

/** The first request for a message that a stop should have ended. */
function goneOn(evidence: Evidence, stop: AcceptedOrder, message: Message): Finding[] {
  const { facts } = evidence
  if (message.n > stop.n || !message.accepted || message.ack > stop.n) return []
  const had = message.requests.some(({ n }) => n < stop.n)
  if (!had && !evidence.manners.takes('stops-the-queue')) return []
  if (!mayHaveStopped(stop, message.run)) return []
  if (isOver(message, stop.n)) return []
  const killed = killedBy(stop, message)
  const later = message.requests.find(
    (request) => killed.some((tool) => isAfterKill(request, tool, stop)) || isAfter(facts, stop, request),
  )
  if (later === undefined || restarted(facts, stop, later.n)) return []
  return [
    {
      says: `the model was asked about "${short(message.text)}" after it had been stopped`,
      expected: had ? 'no further request of the run' : 'a message that waited is stopped, too',
      actual: `${requestName(later.number)}, ${later.at - stop.at} ms after the stop was sent`,
      entries: [message.n, stop.n, stop.ack, later.n],
      excerpt: [`the stop was acknowledged: ${short(stop.answer?.detail ?? '')}`],
    },
  ]
}

/** A stop of one run leaves the others of its session. */
function endsAnother({ facts }: Evidence, session: string): Finding[] {
  const stops = stopsAtOnce(facts, session).filter(({ sent }) => sent.run !== undefined)
  return stops.flatMap((stop) => facts.messages.in(session).flatMap((message) => endedBy(facts, stop, message)))
}

function endedBy(facts: Facts, stop: AcceptedOrder, { accepted, ack, n, run, text, session }: Message): Finding[] {
  if (!accepted || ack > stop.n || run === '' || run === stop.sent.run) return []
  const told = firstAfter(facts.endsOf(run), stop.n)
  if (told?.what !== 'aborted' || facts.lives.exitedBetween(stop.n, told.n)) return []
  const isOfOther = (other: AcceptedOrder) => other.sent.run !== undefined && other.sent.run !== run
  if (facts.messages.stopsIn(session).some((other) => other.n > n && other.n < told.n && !isOfOther(other))) return []
  return [
    {
      says: `a stop of another run has ended that of "${short(text)}"`,
      expected: 'the run goes on, since nobody stopped it',
      actual: 'its client was told that it is aborted',
      entries: [n, stop.n, stop.ack, told.n],
      excerpt: [`the stop was acknowledged: ${short(stop.answer?.detail ?? '')}`],
    },
  ]
}

/** A message that waited when a stop came runs after it, where the gateway says so. */
function neverRan({ facts, manners }: Evidence, session: string): Finding[] {
  const settled = facts.last('settled')
  if (settled === undefined || !manners.takes('keeps-the-queue')) return []
  return stopsAtOnce(facts, session).flatMap((stop) => {
    if (facts.lives.exitedBetween(stop.n, settled.n)) return []
    const waited = facts.messages.in(session).filter((message) => {
      const { accepted, n, ack, run, requests } = message
      const isWaiting = accepted && ack < stop.n && requests.length === 0 && joinedTo(facts, message) === undefined
      const hasEnded = facts.endsOf(run).length > 0 || anyBetween(facts.messages.stopsIn(session), stop.n, settled.n)
      return isWaiting && n < stop.n && !hasEnded && stop.stoppedRuns?.includes(run) !== true
    })
    return waited.map((message) => ({
      says: `"${short(message.text)}" waited when a stop came, and was never put to the model`,
      expected: 'a stop that leaves what waits',
      actual: 'no request for it',
      entries: [message.n, stop.n, stop.ack],
      excerpt: [`the stop was acknowledged: ${short(stop.answer?.detail ?? '')}`],
    }))
  })
}

/** Whether the model had given its last answer to a message before. */
function isOver({ requests }: Message, before: number): boolean {
  const last = requests.findLast(({ n }) => n < before)
  const isLast = last?.replied?.end === 'complete' && last.calls.length === 0 && (last.replying?.status ?? 400) < 400
  return isLast && (last?.replied?.n ?? before) < before
}

/** A restart takes up what it finds, which is judged by what it had said before. */
function restarted(facts: Facts, stop: AcceptedOrder, before: number): boolean {
  return facts.lives.exitedBetween(stop.n, before)
}

/** Of messages that waited in one session, each accepted before the next was sent, the earlier one is put to the model first. */
function outOfOrder({ facts, manners }: Evidence, session: string): Finding[] {
  if (manners.takes('answers-out-of-order')) return []
  const asked = facts.messages.in(session).filter(({ accepted, requests }) => accepted && requests.length > 0)
  return asked.flatMap((message, index) => {
    const earlier = asked[index - 1]
    const [own, other] = [message.requests[0], earlier?.requests[0]]
    if (earlier === undefined || own === undefined || other === undefined) return []
    if (earlier.ack > message.n || own.n > other.n) return []
    return [
      {
        says: `"${short(message.text)}" was put to the model before "${short(earlier.text)}", which had been accepted earlier`,
        expected: `"${short(earlier.text)}" first`,
        actual: `"${short(message.text)}" in ${requestName(own.number)}, the other in ${requestName(other.number)}`,
        entries: [earlier.n, message.n, own.n, other.n],
        excerpt: [],
      },
    ]
  })
}
