import type { Facts } from '../facts/facts.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { sameCall, short } from '../transcript/blocks.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'
import { type MadeCall, madeCalls, madeFor } from './calls.ts'
import { messageOf } from './facts.ts'
import { type Finding, fromFindings, type Oracle } from './judgement.ts'

type Start = EntryOf<'tool-started'>

/**
 * A call runs once for each time the model makes it, whoever restarts in between; and nothing starts for a run whose stop was
 * acknowledged. A tool that the gateway had started before, and that reports late, is not held against it.
 */
export const toolRunsOnce: Oracle = {
  claim: 'tool-runs-once',
  sentence: 'each call runs at most once; nothing starts after a stop was acknowledged',
  judge({ facts }) {
    const starts = facts.of('tool-started')
    const made = madeCalls(facts)
    return fromFindings([
      ...runAgain(starts, made),
      ...starts.flatMap((start) => replayed(facts, start, made)),
      ...starts.flatMap((start) => startedAfterStop(facts, start, made)),
    ])
  },
}

/** Some models use an id twice; each delivery of such a call may run. */
function runAgain(starts: readonly Start[], made: readonly MadeCall[]): Finding[] {
  const groups = Object.values(Object.groupBy(starts, ({ call, tool }) => `${call} ${tool}`))
  return groups.flatMap((runs = []) => {
    const last = runs.at(-1)
    if (last === undefined || runs.length <= Math.max(1, madeFor(made, last).length)) return []
    return [
      {
        says: `tool ${last.tool} ran ${runs.length} times for one call`,
        entries: runs.map(({ n }) => n),
        excerpt: runs.map(({ pid, at }) => `call ${last.call}, pid ${pid}, at ${at} ms`),
      },
    ]
  })
}

/**
 * A tool whose result the gateway had reported runs once more, since the gateway has asked again as if nothing had happened. A
 * request that tells the model anything new, such as that the turn was interrupted, leaves the second run to the model.
 */
function replayed(facts: Facts, start: Start, made: readonly MadeCall[]): Finding[] {
  const again = madeFor(made, start).at(-1)
  const ended = facts
    .of('tool-ended')
    .find(
      ({ call, tool, end, text, n }) =>
        tool === start.tool && call !== start.call && end === 'finished' && text !== '' && n < start.n,
    )
  const first = ended && madeFor(made, ended).at(-1)
  if (again === undefined || ended === undefined || first === undefined) return []
  const [before, after] = [first, again].map(({ request }) => askedAs(facts, request))
  const reported = facts
    .of('tool-reported')
    .find(({ call, phase, n }) => phase === 'ended' && sameCall(call, ended.call) && n < (after?.n ?? 0))
  const isSamePlace = first.turn === again.turn && first.reply === again.reply
  if (!isSamePlace || reported === undefined || before === undefined || after === undefined) return []
  if (!tellsNothingNew(before.turns, after.turns)) return []
  return [
    {
      says: `tool ${start.tool} ran again: it had finished and been reported, and request ${after.request} asks as if it had not`,
      entries: [ended.n, reported.n, after.n, start.n],
      excerpt: [
        `call ${ended.call} returned: "${short(ended.text)}"`,
        `request ${after.request} ends with: "${short(textOf(after.turns.at(-1) ?? { role: 'user', blocks: [], at: '' }))}"`,
        `call ${start.call}, pid ${start.pid}, is the same call once more`,
      ],
    },
  ]
}

function askedAs(facts: Facts, request: number): EntryOf<'provider-asked'> | undefined {
  return facts.of('provider-asked').find((asked) => asked.request === request)
}

/** Times of day and counters do not tell the model anything. */
function tellsNothingNew(before: readonly Turn[], after: readonly Turn[]): boolean {
  const said = new Set(before.flatMap(wordsOf))
  return after.flatMap(wordsOf).every((words) => said.has(words))
}

function wordsOf({ blocks }: Turn): string[] {
  return blocks.map((block) => JSON.stringify(block).replace(/\d+/g, ''))
}

function startedAfterStop(facts: Facts, start: Start, made: readonly MadeCall[]): Finding[] {
  const turn = madeFor(made, start).at(-1)?.turn ?? null
  const message = messageOf(facts, turn)
  const reported = facts
    .of('tool-reported')
    .find(({ call, phase }) => phase === 'started' && sameCall(call, start.call))
  const stop = acknowledgedStops(facts).find(
    ({ sent, n }) =>
      sent.session === message?.session && wasAsked(facts, turn, sent.n) && n < start.n && n < (reported?.n ?? 0),
  )
  if (stop === undefined || reported === undefined) return []
  return [
    {
      says: `tool ${start.tool} was started after the stop of its run had been acknowledged`,
      entries: [stop.sent.n, stop.n, reported.n, start.n],
      excerpt: [
        `the stop was acknowledged: ${short(stop.detail)}`,
        `${start.at - stop.at} ms later: call ${start.call}, pid ${start.pid}`,
      ],
    },
  ]
}

/** Only what was under way when the stop came is stopped by it: not a message that waited its turn. */
function wasAsked(facts: Facts, turn: number | null, before: number): boolean {
  return facts.of('provider-asked').some((asked) => asked.turn === turn && asked.n < before)
}

type Stop = EntryOf<'client-acknowledged'> & { readonly sent: EntryOf<'client-sent'> }

/** Stops that were carried out when they were acknowledged: a gateway may also answer that it stopped nothing, or will try. */
function acknowledgedStops(facts: Facts): Stop[] {
  const stops = facts.of('client-sent').filter(({ what }) => what === 'stop' || what === 'abort')
  return facts.of('client-acknowledged').flatMap((answer) => {
    const sent = stops.find(({ message }) => message === answer.message)
    return sent !== undefined && answer.ok && answer.stopped === 'at once' ? [{ ...answer, sent }] : []
  })
}
