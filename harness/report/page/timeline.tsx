import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RunData } from '../run-data.ts'
import type { Bar, Place } from '../timeline.ts'
import { EntryPanel } from './entry-panel.tsx'
import { heightOf, laneTops, px, rowHeight } from './lanes.ts'
import { MarkButton } from './mark-button.tsx'
import { useMarkKeys } from './mark-keys.ts'
import { PairLines, PairList } from './pair-lines.tsx'
import './timeline.css'

/** The picture of a run: a lane for each who takes part, bars for what lasts, marks for what happens, and lines for pairs. */
export function Timeline({
  run,
  chosen,
  choose,
}: {
  run: RunData
  chosen: readonly number[]
  choose: (entries: readonly number[]) => void
}) {
  const { timeline } = run
  const tops = laneTops(timeline.lanes)
  const topOf = ({ lane, track }: Place) => (tops.get(lane) ?? 0) + track * rowHeight
  const height = heightOf(timeline.lanes)
  const focused = Math.max(
    0,
    timeline.marks.findIndex(({ entries }) => entries.some((n) => chosen.includes(n))),
  )
  const chart = useRef<HTMLDivElement>(null)
  const at = (chosen.length > 0 ? timeline.marks[focused]?.x : startOf(timeline)) ?? 0
  useLayoutEffect(() => {
    chart.current?.scrollTo({ left: at - chart.current.clientWidth / 2 })
  }, [chosen])
  const onKeyDown = useMarkKeys(timeline.marks, topOf, choose)
  return (
    <section id="timeline" aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">What happened</h2>
      <p class="hint">
        Time runs to the right, stretched where much happens. Choose a mark to read it; the arrow keys go from one to
        the next.
        {timeline.omitted > 0 && ` ${timeline.omitted} more are in the list below.`}
      </p>
      <div class="chart" ref={chart}>
        <div class="names" style={{ height: px(height) }}>
          {timeline.lanes.map(({ name }) => (
            <span key={name} title={name} style={{ top: px(tops.get(name)) }}>
              {name}
            </span>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
        <div
          class="area"
          role="group"
          aria-label="timeline"
          style={{ width: px(timeline.width), height: px(height) }}
          onKeyDown={onKeyDown}
        >
          <Background timeline={timeline} topOf={topOf} />
          <PairLines timeline={timeline} topOf={topOf} height={height} />
          {timeline.marks.map((mark, index) => (
            <MarkButton
              key={mark.entries[0]}
              mark={mark}
              run={run}
              top={topOf(mark)}
              isFocusable={index === focused}
              isChosen={mark.entries.some((n) => chosen.includes(n))}
              choose={choose}
            />
          ))}
        </div>
      </div>
      <PairList pairs={timeline.pairs} run={run} choose={choose} />
      <EntryPanel run={run} chosen={chosen} />
    </section>
  )
}

/** What is to be seen first: where a pair breaks, what else a finding names, or the first fault. */
function startOf({ pairs, marks }: RunData['timeline']): number | undefined {
  const broken = pairs.find((pair) => pair.broken !== null)
  const mark = marks.find(({ cited }) => cited) ?? marks.find(({ lane }) => lane === 'faults')
  return broken?.points.at(-1)?.x ?? mark?.x
}

/** The lanes, the times and the bars, on which the marks lie. */
function Background({ timeline, topOf }: { timeline: RunData['timeline']; topOf: (place: Place) => number }) {
  const { lanes, ticks, bars } = timeline
  return (
    <>
      {lanes.map(({ name, tracks }) => {
        const top = topOf({ lane: name, track: 0, x: 0 })
        return <i class="lane" key={name} style={{ top: px(top), height: px(tracks * rowHeight) }} />
      })}
      {ticks.map(({ x, at }) => (
        <span class="tick" key={x} style={{ left: px(x) }} aria-hidden="true">
          {(at / 1000).toFixed(3)} s
        </span>
      ))}
      {bars.map((bar) => (
        <i
          class={barClass(bar)}
          key={`${bar.lane} ${bar.kind} ${bar.x}`}
          style={{ left: px(bar.x), width: px(bar.x2 - bar.x), top: px(topOf(bar)) }}
        />
      ))}
    </>
  )
}

function barClass({ kind, open }: Bar): string {
  return `bar ${kind}${open ? ' open' : ''}`
}
