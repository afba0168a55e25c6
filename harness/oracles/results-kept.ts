import type { Facts } from '../facts/facts.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { isPassing } from '../signals.ts'
import { madeCalls } from './calls.ts'
import { storedResults } from './excerpt.ts'
import { holdsCall, resultsOf, sameCall, short } from '../transcript/blocks.ts'
import { sessionOfCall } from '../facts/tools.ts'
import { conversationOf, conversationOfCall, mainRequests, stopsOf } from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * What a finished tool returned reaches the next request exactly once. Only results that the gateway itself reported are
 * owed, or after which it went on to the next tool: one that was still in the pipe when the gateway was killed is nobody's fault, nor
 * one whose report was the last that the gateway did before SIGKILL (it may have been about to write it), nor one that a tool returned
 * only after its run had been stopped.
 */
export const resultsKept: Oracle = {
  claim: 'results-kept',
  sentence: 'what a finished tool returned reaches the next request exactly once',
  judge({ facts }) {
    const owed = facts.of('tool-ended').filter(
      (ended) =>
        ended.end !== 'gone' &&
        ended.text !== '' &&
        (reported(facts, ended) || wasTaken(facts, ended)) &&
        !cameLate(facts, ended.call),
    )
    if (owed.length === 0 && (!wasOrdered(facts) || wasReported(facts))) return fromFindings([])
    if (owed.length === 0) return inconclusive('the gateway reported no result of a tool')
    const judged = owed.map((ended) => findingsOf(facts, ended))
    if (judged.every((findings) => findings === undefined))
      return inconclusive('no request was made after a tool had finished')
    return fromFindings(judged.flatMap((findings) => findings ?? []))
  },
}

/** Whether the tool was told to end only after a stop of its session. */
function cameLate(facts: Facts, call: string): boolean {
  const [started, ordered] = [startedAt(facts, call), orderedAt(facts, call)]
  return facts.messages.stopsIn(sessionOfCall(facts, call) ?? 'main').some(({ n }) => n > started && n < ordered)
}

function startedAt(facts: Facts, call: string): number {
  return facts.of('tool-started').findLast((entry) => entry.call === call)?.n ?? 0
}

function orderedAt(facts: Facts, call: string): number {
  return facts.of('tool-ordered').findLast((entry) => entry.call === call)?.n ?? 0
}

/** A person who throws a session's history away wants none of it in the next request. */
function wasReset(facts: Facts, session: string | undefined, from: number, to: number): boolean {
  return facts.messages.stopsIn(session ?? 'main').some(({ what, n }) => what === 'reset' && n > from && n < to)
}

/** Whether the schedule let any tool return something in time. */
function wasOrdered(facts: Facts): boolean {
  return facts.of('tool-ordered').some(({ order, call }) => order !== 'die' && !cameLate(facts, call))
}

/** Whether the gateway told of the end of any tool, even if it owes none. */
function wasReported(facts: Facts): boolean {
  return facts.of('tool-reported').some(({ phase }) => phase === 'ended')
}

/**
 * Whether the gateway has told of the end that the tool was ordered: not of one that it has seen before, as of a time-out, nor only
 * when it had taken a stop of the session. A report may name no session, which then must be the only one with such a call.
 */
function reported(facts: Facts, { call, tool }: EntryOf<'tool-ended'>): boolean {
  const session = sessionOfCall(facts, call, tool)
  const isOnly = madeCalls(facts).filter(({ id }) => sameCall(id, call)).length < 2
  const first = facts.of('tool-reported').find(
    (entry) =>
      entry.phase === 'ended' &&
      sameCall(entry.call, call) &&
      (entry.session === session || (entry.session === '' && isOnly)),
  )
  if (first === undefined || first.n < orderedAt(facts, call) || wasLast(facts, first)) return false
  const started = startedAt(facts, call)
  return !facts.messages.stopsIn(session ?? 'main').some(({ n, ack }) => n > started && ack < first.n)
}

/**
 * Whether the gateway was killed, by whomever, before it showed that it went on after a report. That it told another client the same,
 * maybe on a way that was slower than the signal, shows nothing.
 */
function wasLast(facts: Facts, { n, call }: EntryOf<'tool-reported'>): boolean {
  const end = facts.entries.find(
    (entry): entry is EntryOf<'gateway-exited' | 'gateway-signalled'> =>
      entry.n > n &&
      (entry.kind === 'gateway-exited' || (entry.kind === 'gateway-signalled' && !isPassing(entry.signal))),
  )
  const goneOn = facts.entries.find(
    (entry) =>
      entry.n > n &&
      (entry.kind === 'provider-asked' || (entry.kind === 'tool-reported' && !sameCall(entry.call, call))),
  )
  return end?.signal === 'SIGKILL' && (goneOn === undefined || end.n < goneOn.n)
}

/**
 * Whether the gateway has taken a result without a word: it went on to the next tool of the batch, with nothing from a person and no
 * end of the run before that, and lived on to its session's next request.
 */
function wasTaken(facts: Facts, { call, tool, end, n }: EntryOf<'tool-ended'>): boolean {
  const started = facts.of('tool-started')
  const own = started.findLast((entry) => entry.call === call && entry.tool === tool)
  const batch = facts.of('provider-replying').find(({ calls }) => calls.some((made) => made.id === call))
  const following = started.find((entry) => entry.n > n && batch?.calls.some(({ id }) => id === entry.call))
  if (end !== 'finished' || own === undefined || following === undefined) return false
  const session = sessionOfCall(facts, call, tool)
  const conversation = conversationOfCall(facts, call, tool)
  const next = mainRequests(facts).find((asked) => asked.n > n && conversationOf(facts, asked) === conversation)
  return !facts.entries.some((entry) => {
    if (entry.n < own.n) return false
    if (entry.kind === 'gateway-exited') return entry.n < (next?.n ?? 0)
    const isOfSession = (entry.kind === 'client-sent' || entry.kind === 'client-saw') && entry.session === session
    return isOfSession && entry.n < following.n
  })
}

function findingsOf(facts: Facts, ended: EntryOf<'tool-ended'>): Finding[] | undefined {
  const session = sessionOfCall(facts, ended.call, ended.tool)
  const conversation = conversationOfCall(facts, ended.call, ended.tool)
  const next = mainRequests(facts).find(
    (asked) => asked.n > ended.n && (conversationOf(facts, asked) ?? conversation) === conversation,
  )
  if (next === undefined) return undefined
  if (wasReset(facts, session, ended.n, next.n)) return []
  const carrying = next.turns.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'result' && block.text.includes(ended.text) ? [block.id] : [])),
  )
  const [id] = carrying
  const isOwn = id !== undefined && (sameCall(id, ended.call) || !holdsCall(next.turns, ended.call))
  if (carrying.length === 1 && isOwn) return forgotten(facts, ended, next)
  return [
    {
      says: `tool ${ended.tool} ${whatBecame(next, ended, carrying)}`,
      entries: [ended.n, next.n],
      excerpt: excerpt(facts, next, ended),
    },
  ]
}

/** What OpenClaw sends for a call whose result it has not. */
const invented = /No result provided|missing tool result in session history/

/** A result that one request had, and that a later one of the same process says is missing. */
function forgotten(
  facts: Facts,
  ended: EntryOf<'tool-ended'>,
  next: EntryOf<'provider-asked'>,
): Finding[] {
  const down = facts.of('gateway-exited').find(({ n }) => n > next.n)?.n ?? Number.POSITIVE_INFINITY
  const conversation = conversationOf(facts, next)
  const later = mainRequests(facts).find(
    (asked) =>
      asked.n > next.n &&
      asked.n < down &&
      conversationOf(facts, asked) === conversation &&
      resultsOf(asked.turns, ended.call).some(({ text }) => invented.test(text)),
  )
  if (later === undefined) return []
  return [
    {
      says: `tool ${ended.tool} ${ended.end}, request ${next.request} carries its result, and request ${later.request} an invented one instead`,
      entries: [ended.n, next.n, later.n],
      excerpt: excerpt(facts, later, ended),
    },
  ]
}

function whatBecame(
  next: EntryOf<'provider-asked'>,
  ended: EntryOf<'tool-ended'>,
  carrying: readonly string[],
): string {
  if (carrying.length > 1)
    return `${ended.end} once, and request ${next.request} carries its result ${carrying.length} times`
  if (carrying.length === 1) return `${ended.end}, and request ${next.request} carries its result for another call`
  if (resultsOf(next.turns, ended.call).length > 0)
    return `${ended.end}, and request ${next.request} carries an invented result instead of the real one`
  return holdsCall(next.turns, ended.call)
    ? `${ended.end}, and request ${next.request} carries its call without the result`
    : `${ended.end}, and request ${next.request} carries neither its call nor its result`
}

function excerpt(
  facts: Facts,
  next: EntryOf<'provider-asked'>,
  { call, tool, text }: EntryOf<'tool-ended'>,
): string[] {
  const said = next.turns.filter((turn) => resultsOf([turn], call).length > 0)
  return [
    `the tool returned: "${short(text)}"`,
    ...said.map((turn) => `request ${next.request}, ${turn.at}: "${short(resultsOf([turn], call)[0]?.text ?? '')}"`),
    ...storedResults(facts, call, sessionOfCall(facts, call, tool)),
  ]
}
