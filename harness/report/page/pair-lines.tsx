import type { RunData } from '../run-data.ts'
import type { PairLine, Place, Timeline } from '../timeline.ts'
import { rowHeight } from './lanes.ts'

type Point = { readonly x: number; readonly y: number }

/** Lines from the reply that made a call over the end of its tool to what has the call next; broken where the pair is. */
export function PairLines({
  timeline,
  topOf,
  height,
}: {
  timeline: Timeline
  topOf: (place: Place) => number
  height: number
}) {
  // below the middle, where the labels of marks are
  const at = (place: Place): Point => ({ x: place.x, y: topOf(place) + rowHeight - 6 })
  return (
    <svg class="pairs" width={timeline.width} height={height} aria-hidden="true">
      {timeline.pairs.map((pair) => (
        <Line key={`${pair.made} ${pair.call} ${pair.met}`} pair={pair} points={pair.points.map(at)} />
      ))}
    </svg>
  )
}

function Line({ pair, points }: { pair: PairLine; points: readonly Point[] }) {
  const legs = points.slice(1).map((point, index) => [points[index] as Point, point] as const)
  return (
    <g class={pair.broken === null ? 'whole' : 'broken'}>
      {legs.map(([from, to], index) => (
        <path key={index} class={index === legs.length - 1 ? 'last' : ''} d={curve(from, to)} />
      ))}
      {pair.broken !== null && <Cross {...middle(legs.at(-1))} />}
    </g>
  )
}

function Cross({ x, y }: Point) {
  return (
    <g transform={`translate(${x} ${y})`} class="cross">
      <circle r="8" />
      <path d="M-3.5 -3.5 L3.5 3.5 M3.5 -3.5 L-3.5 3.5" />
    </g>
  )
}

function curve(from: Point, to: Point): string {
  const half = (from.x + to.x) / 2
  return `M${from.x} ${from.y} C${half} ${from.y} ${half} ${to.y} ${to.x} ${to.y}`
}

function middle(leg: readonly [Point, Point] | undefined): Point {
  const [from, to] = leg ?? [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
}

/** The pairs in words, for those who do not see the lines. */
export function PairList({
  pairs,
  run,
  choose,
}: {
  pairs: readonly PairLine[]
  run: RunData
  choose: (entries: readonly number[]) => void
}) {
  const kindOf = (n: number) => run.entries.find((entry) => entry.n === n)?.kind
  return (
    <ul class="pair-list" aria-label="pairs of calls and results">
      {pairs.map(({ call, tool, made, met, broken }) => (
        <li key={`${made} ${call} ${met}`} class={broken === null ? 'whole' : 'broken'}>
          <button type="button" onClick={() => choose([met])}>
            <span aria-hidden="true">{broken === null ? '―' : '╌✗╌'}</span> {tool}: {broken ?? 'paired'} in{' '}
            {kindOf(met) === 'transcript-stored' ? 'the store' : 'the next request'}
          </button>
        </li>
      ))}
    </ul>
  )
}
