import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RunData } from '../run-data.ts'
import type { Bar, Place } from '../timeline.ts'
import { EntryPanel } from './entry-panel.tsx'
import { heightOf, laneTops, px, rowHeight } from './lanes.ts'
import { MarkButton } from './mark-button.tsx'
import { useMarkKeys } from './mark-keys.ts'
import { PairLines, PairList } from './pair-lines.tsx'
import { Steps } from './steps.tsx'
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
  const at = timeline.marks[focused]?.x ?? 0
  useLayoutEffect(() => {
    // it begins at its left end, uncut, and moves when something is chosen
    if (chosen.length > 0) chart.current?.scrollTo({ left: at - chart.current.clientWidth / 2 })
  }, [chosen])
  const onKeyDown = useMarkKeys(timeline.marks, topOf, choose)
  return (
    <section id="timeline" aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">What happened</h2>
      <div class="stage">
        <Steps steps={run.steps} chosen={chosen} choose={choose} />
        <div class="chart" ref={chart} style={{ '--width': timeline.width }}>
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
                key={index}
                index={index}
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
      </div>
      <p class="hint">
        Time runs to the right, stretched where much happens. Select a step or a mark to read it; the arrow keys move
        from one mark to the next.
        {timeline.omitted > 0 && ` ${timeline.omitted} more are in the list below.`}
      </p>
      <PairList pairs={timeline.pairs} run={run} choose={choose} />
      <EntryPanel run={run} chosen={chosen} />
    </section>
  )
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
