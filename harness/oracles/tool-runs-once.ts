import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import { type AcceptedOrder, mayHaveStopped } from '../facts/messages.ts'
import { type Request, requestName } from '../facts/requests.ts'
import type { EntryOf } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'
import { startedUnallowed } from './started-unallowed.ts'

type Start = EntryOf<'tool-started'>
type Ended = EntryOf<'tool-ended'>

/**
 * A call runs once for each time the model makes it, whoever restarts in between; and nothing starts for a run whose stop was
 * acknowledged. A tool that the gateway had started before, and that reports late, is not held against it.
 */
export const toolRunsOnce: Oracle = {
  claim: 'tool-runs-once',
  tier: 1,
  fails: 'a tool ran twice, or started after a stop or without permission',
  sentence:
    'each call runs at most once; nothing starts after a stop was acknowledged, or before the person who is asked has allowed it',
  judge({ facts }) {
    const starts = facts.of('tool-started')
    const finished = finishedAt(facts)
    return fromFindings([
      ...runAgain(facts),
      ...starts.flatMap((start) => replayed(facts, start, finished)),
      ...starts.flatMap((start) => startedAfterStop(facts, start)),
      ...starts.flatMap((start) => startedUnallowed(facts, start)),
    ])
  },
}

/** Some models use an id twice; each delivery of such a call may run. */
function runAgain(facts: Facts): Finding[] {
  const groups = Map.groupBy(facts.of('tool-started'), ({ call, tool }) => `${call} ${tool}`)
  return [...groups.values()].flatMap((runs) => {
    const [last] = runs.slice(-1)
    if (last === undefined || runs.length === 1) return []
    const may = Math.max(1, facts.calls.deliveries(last.call, last.tool, last.n).length)
    if (runs.length <= may) return []
    return [
      {
        says: `tool ${last.tool} ran ${runs.length} times for one call`,
        expected: may === 1 ? 'it runs once' : `it runs ${may} times, as often as the model made the call`,
        actual: `it ran ${runs.length} times`,
        entries: runs.map(({ n }) => n),
        excerpt: runs.map(({ pid, at }) => `call ${last.call}, pid ${pid}, at ${at} ms`),
      },
    ]
  })
}

/** The call of a tool's run, as it was made last before. */
function callOf(facts: Facts, { call, tool, n }: Start | Ended): Call | undefined {
  return facts.calls.of(call, tool, n)
}

/** A tool at a place in the script: the model calls it there, however often it is asked. */
function placeOf({ tool, request: { asked } }: Call): string {
  return JSON.stringify([tool, asked.turn, asked.says, asked.reply])
}

/** The tools that finished and returned something, by their place in the script. */
function finishedAt(facts: Facts): ReadonlyMap<string, readonly { ended: Ended; call: Call }[]> {
  const all = facts.of('tool-ended').flatMap((ended) => {
    const call = ended.end === 'finished' && ended.text !== '' ? callOf(facts, ended) : undefined
    return call === undefined ? [] : [{ ended, call }]
  })
  return Map.groupBy(all, ({ call }) => placeOf(call))
}

/**
 * A tool whose result the gateway had reported runs once more, since the gateway has asked again as if nothing had happened. A
 * request that tells the model anything new, such as that the turn was interrupted, leaves the second run to the model.
 */
function replayed(facts: Facts, start: Start, finished: ReturnType<typeof finishedAt>): Finding[] {
  const again = callOf(facts, start)
  if (again === undefined) return []
  const { request } = again
  const first = finished.get(placeOf(again))?.find(({ ended }) => ended.call !== start.call && ended.n < start.n)
  const reported = first?.call.reports.find(({ phase, n }) => phase === 'ended' && n < request.n)
  if (first === undefined || reported === undefined) return []
  if (!tellsNothingNew(first.call.request, request)) return []
  return [replay(start, first.ended, reported, request)]
}

function replay(start: Start, ended: Ended, reported: EntryOf<'tool-reported'>, request: Request): Finding {
  const last = request.asked.turns.at(-1)
  return {
    says: `tool ${start.tool} ran again: it had finished and been reported, and ${requestName(request.number)} asks as if it had not`,
    expected: `the model is told what call ${ended.call} returned`,
    actual: `${requestName(request.number)} asks for it again, and the tool ran a second time`,
    entries: [ended.n, reported.n, request.n, start.n],
    excerpt: [
      `call ${ended.call} returned: "${short(ended.text)}"`,
      `${requestName(request.number)} ends with: "${last === undefined ? '' : short(textOf(last))}"`,
      `call ${start.call}, pid ${start.pid}, is the same call once more`,
    ],
  }
}

/** Times of day and counters do not tell the model anything. */
function tellsNothingNew(before: Request, after: Request): boolean {
  const said = new Set(before.asked.turns.flatMap(wordsOf))
  return after.asked.turns.flatMap(wordsOf).every((words) => said.has(words))
}

function wordsOf({ blocks }: Turn): string[] {
  return blocks.map((block) => JSON.stringify(block).replace(/\d+/g, ''))
}

/**
 * Only what was under way when the stop came is stopped by it, not a message that waited its turn; and only a stop that was carried out
 * when it was acknowledged: a gateway may also answer that it stopped nothing, or will try.
 */
function startedAfterStop(facts: Facts, start: Start): Finding[] {
  const call = callOf(facts, start)
  const reported = call?.reports.find(({ phase }) => phase === 'started')
  const message = call?.request.message
  const [first] = message?.requests ?? []
  if (message === undefined || first === undefined || reported === undefined) return []
  const until = Math.min(start.n, reported.n)
  const stop = facts.messages
    .stopsIn(message.session)
    .find((one) => isCarriedOut(one) && mayHaveStopped(one, message.run) && first.n < one.n && one.ack < until)
  return stop?.answer === undefined ? [] : [afterStop(start, reported, stop.n, stop.answer)]
}

function isCarriedOut({ sent, answer }: AcceptedOrder): boolean {
  return (sent.what === 'stop' || sent.what === 'abort') && answer?.stopped === 'at once'
}

function afterStop(
  start: Start,
  reported: EntryOf<'tool-reported'>,
  sent: number,
  answer: EntryOf<'client-acknowledged'>,
): Finding {
  const ms = start.at - answer.at
  return {
    says: `tool ${start.tool} was started after the stop of its run had been acknowledged`,
    expected: 'no tool of the run starts after the acknowledgement',
    actual: `tool ${start.tool} started ${ms} ms after it`,
    entries: [sent, answer.n, reported.n, start.n],
    excerpt: [
      `the stop was acknowledged: ${short(answer.detail)}`,
      `${ms} ms later: call ${start.call}, pid ${start.pid}`,
    ],
  }
}
