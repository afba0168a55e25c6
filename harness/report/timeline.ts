import { factsOf } from '../facts/facts-of.ts'
import type { Entry } from '../record/entry.ts'
import { type Span, spansOf } from './bars.ts'
import type { Cited } from './cited.ts'
import type { Tone } from './entry-words.ts'
import { type Item, layOut, stepsLane } from './layout.ts'
import { type Pair, pairsOf } from './pairs.ts'

/** A lane of the picture; what overlaps in it lies on several tracks. */
export type Lane = { readonly name: string; readonly tracks: number }

/** A place in the picture; `x` in pixels from the left. */
export type Place = { readonly lane: string; readonly track: number; readonly x: number }

/** An entry, or several lines of the log, at its instant. `label` has `room` pixels. */
export type Mark = Place & {
  readonly entries: readonly number[]
  readonly label: string
  readonly room: number
  readonly tone: Tone
  /** whether a finding names it */
  readonly cited: boolean
}

/** Something that lasts, up to `x2`; `open` when its end was not seen. */
export type Bar = Place & { readonly kind: Span['kind']; readonly x2: number; readonly open: boolean }

/** Where a pair is drawn: the reply that made the call, the tool's end, and what has the call next. */
export type PairLine = Pair & { readonly points: readonly Place[] }

/** The picture of a run. */
export type Timeline = {
  readonly width: number
  readonly lanes: readonly Lane[]
  readonly marks: readonly Mark[]
  readonly bars: readonly Bar[]
  readonly pairs: readonly PairLine[]
  readonly ticks: readonly { readonly x: number; readonly at: number }[]
  /** how many entries of the record are not in the picture because it would be too wide */
  readonly omitted: number
}

const maxItems = 400
const tickEvery = 90

/** Draws a record, up to where we clean up ourselves. */
export function timelineOf(record: readonly Entry[], cited: Cited): Timeline {
  const end = record.findIndex(({ kind }) => kind === 'run-ended')
  const entries = end < 0 ? record : record.slice(0, end)
  const facts = factsOf(entries)
  const spans = spansOf(facts)
  const all = layOut(entries, (entry) => durationOf(entries, spans, entry))
  const items = all.slice(0, maxItems)
  const width = Math.max(0, ...items.map((item) => item.x + item.width)) + 12
  const xs = new Map(items.flatMap((item) => item.entries.map(({ n }) => [n, item.x] as const)))
  const bars = barsOf(spans, xs, width)
  const trackOf = tracksOf(spans, bars)
  const placeOf = placesOf(items, trackOf)
  return {
    width,
    lanes: lanesOf(items, bars),
    marks: marksOf(items, trackOf, cited, width),
    bars: bars.flatMap((bar) => bar ?? []),
    pairs: pairsOf(facts, cited).flatMap((pair) => linesOf(pair, placeOf)),
    ticks: ticksOf(items),
    omitted: all.length - items.length,
  }
}

/** A tool's mark says how long it ran. */
function durationOf(entries: readonly Entry[], spans: readonly Span[], entry: Entry): string | undefined {
  if (entry.kind !== 'tool-started') return undefined
  const to = spans.find(({ from }) => from === entry.n)?.to
  const ended = entries.find(({ n }) => n === to)
  return ended === undefined ? 'never ends' : `${((ended.at - entry.at) / 1000).toFixed(2)} s`
}

/** The bars of spans, each on the first track of its lane that is free; nothing for a span that is not in the picture. */
function barsOf(spans: readonly Span[], xs: ReadonlyMap<number, number>, width: number): (Bar | undefined)[] {
  const free = new Map<string, number[]>()
  return spans.map(({ lane, kind, from, to }) => {
    const x = xs.get(from)
    if (x === undefined) return undefined
    const x2 = (to === null ? undefined : xs.get(to)) ?? width
    const tracks = free.get(lane) ?? []
    const found = tracks.findIndex((until) => until <= x)
    const track = kind === 'blocked' ? 0 : found < 0 ? tracks.length : found
    if (kind !== 'blocked') tracks[track] = x2
    free.set(lane, tracks)
    return { lane, kind, track, x, x2, open: to === null }
  })
}

type TrackOf = (n: number, lane: string) => number

/** What lies on a bar lies on its track. */
function tracksOf(spans: readonly Span[], bars: readonly (Bar | undefined)[]): TrackOf {
  const tracks = new Map(
    spans.flatMap(({ lane, holds }, index) => holds.map((n) => [`${n} ${lane}`, bars[index]?.track ?? 0] as const)),
  )
  return (n, lane) => tracks.get(`${n} ${lane}`) ?? 0
}

function placesOf(items: readonly Item[], trackOf: TrackOf): (n: number) => Place | undefined {
  const places = items.flatMap(({ entries, lane, x }) =>
    entries.map(({ n }) => [n, { lane, x, track: trackOf(n, lane) }] as const),
  )
  const byEntry = new Map<number, Place>(places)
  return (n) => byEntry.get(n)
}

/** The end of a whole reply is the end of its bar, and needs no mark. */
function isMarked({ entries: [first] }: Item): boolean {
  return !(first?.kind === 'provider-replied' && first.end === 'complete')
}

function marksOf(items: readonly Item[], trackOf: TrackOf, cited: Cited, width: number): Mark[] {
  const marked = items.filter(isMarked)
  return marked.map(({ entries, lane, x, label, tone }, index) => {
    const track = trackOf(entries[0]?.n ?? -1, lane)
    const next = marked.find((other, at) => at > index && other.lane === lane)?.x ?? width
    const numbers = entries.map(({ n }) => n)
    const isCited = lane !== stepsLane && numbers.some((n) => cited.all.has(n))
    return { lane, track, x, entries: numbers, label, tone, room: next - x, cited: isCited }
  })
}

function linesOf(pair: Pair, placeOf: (n: number) => Place | undefined): PairLine[] {
  const made = placeOf(pair.made)
  const met = placeOf(pair.met)
  const ended = pair.ended === null ? undefined : placeOf(pair.ended)
  return made === undefined || met === undefined ? [] : [{ ...pair, points: [made, ...(ended ? [ended] : []), met] }]
}

const order = [stepsLane, 'client', 'gateway', 'provider', 'tool', 'faults', 'store', 'log']

function lanesOf(items: readonly Item[], bars: readonly (Bar | undefined)[]): Lane[] {
  const names = [...new Set(items.map(({ lane }) => lane))]
  const rank = (name: string) => order.indexOf(name.split(' ')[0] ?? '')
  const tracks = (name: string) => Math.max(0, ...bars.flatMap((bar) => (bar?.lane === name ? [bar.track] : []))) + 1
  return names
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((name) => ({ name, tracks: tracks(name) }))
}

function ticksOf(items: readonly Item[]): { x: number; at: number }[] {
  const ticks: { x: number; at: number }[] = []
  for (const { x, entries } of items)
    if (x - (ticks.at(-1)?.x ?? -tickEvery) >= tickEvery) ticks.push({ x, at: entries[0]?.at ?? 0 })
  return ticks
}
