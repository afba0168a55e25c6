import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'
import { wordsOf } from './entry-words.ts'

/** Something that lasts: a run of the client's, a start of the gateway, a reply's stream, a tool. `to` is null when its end was not seen. */
export type Span = {
  readonly lane: string
  readonly kind: 'run' | 'boot' | 'up' | 'blocked' | 'stream' | 'tool' | 'held'
  readonly from: number
  readonly to: number | null
  /** the entries that are drawn on it */
  readonly holds: readonly number[]
}

/** Everything in a record that lasts, from its entry to the entry of its end, in the order of their beginnings. */
export function spansOf(facts: Facts): Span[] {
  const spans = [
    ...facts.messages.accepted.map(({ sent, run }) => span('run', sent, facts.endsOf(run)[0])),
    ...upTo(facts, 'boot', 'gateway-started', ['gateway-ready', 'gateway-exited']),
    ...upTo(facts, 'up', 'gateway-ready', ['gateway-exited']),
    ...upTo(facts, 'blocked', 'gateway-blocked', ['gateway-unblocked', 'gateway-exited']),
    ...upTo(facts, 'held', 'store-held', ['store-released']),
    ...facts.requests.all.map(streamOf),
    ...facts.of('tool-started').map((started) => span('tool', started, endOf(facts, started))),
  ]
  return spans.toSorted((a, b) => a.from - b.from)
}

function span(kind: Span['kind'], from: Entry, to: Entry | undefined, between: readonly Entry[] = []): Span {
  const holds = [from, ...between, ...(to === undefined ? [] : [to])].map(({ n }) => n)
  return { lane: wordsOf(from).lane, kind, from: from.n, to: to?.n ?? null, holds }
}

function upTo(facts: Facts, kind: Span['kind'], from: EntryKind, to: readonly EntryKind[]): Span[] {
  return facts.of(from).map((begun) => {
    const ends = to.flatMap((end): Entry[] => [firstAfter(facts.of(end), begun.n) ?? []].flat())
    return span(kind, begun, ends.toSorted((a, b) => a.n - b.n)[0])
  })
}

function streamOf({ asked, replying, broke, replied }: Request): Span {
  const between = [replying, broke].filter((entry) => entry !== undefined)
  return span('stream', asked, replied, between)
}

function endOf(facts: Facts, { n, call, tool }: EntryOf<'tool-started'>): Entry | undefined {
  const ends =
    facts.calls.of(call, tool)?.ends ??
    facts.of('tool-ended').filter((ended) => ended.call === call && ended.tool === tool)
  return firstAfter(ends, n)
}
