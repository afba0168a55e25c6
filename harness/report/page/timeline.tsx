import { useEffect, useRef } from 'preact/hooks'
import type { RunData } from '../run-data.ts'
import type { Bar, Mark, Place } from '../timeline.ts'
import { instant } from './data.ts'
import { EntryPanel } from './entry-panel.tsx'
import { heightOf, laneTops, px, rowHeight } from './lanes.ts'
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
  const [first] = timeline.pairs.filter(({ broken }) => broken !== null)
  const middle = timeline.marks[focused]?.x ?? 0
  useEffect(() => {
    const at = chosen.length > 0 ? middle : (first?.points.at(-1)?.x ?? 0)
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
            <span key={name} style={{ top: px(tops.get(name)) }}>
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
          {timeline.lanes.map(({ name, tracks }) => (
            <i class="lane" key={name} style={{ top: px(tops.get(name)), height: px(tracks * rowHeight) }} />
          ))}
          {timeline.ticks.map(({ x, at }) => (
            <span class="tick" key={x} style={{ left: px(x) }} aria-hidden="true">
              {(at / 1000).toFixed(3)} s
            </span>
          ))}
          {timeline.bars.map((bar) => (
            <i
              class={barClass(bar)}
              key={`${bar.lane} ${bar.kind} ${bar.x}`}
              style={{ left: px(bar.x), width: px(bar.x2 - bar.x), top: px(topOf(bar)) }}
            />
          ))}
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

function barClass({ kind, open }: Bar): string {
  return `bar ${kind}${open ? ' open' : ''}`
}

function MarkButton({
  mark,
  run,
  top,
  isFocusable,
  isChosen,
  choose,
}: {
  mark: Mark
  run: RunData
  top: number
  isFocusable: boolean
  isChosen: boolean
  choose: (entries: readonly number[]) => void
}) {
  const { entries, lane, x, label, room, tone, cited } = mark
  const first = run.entries.find(({ n }) => n === entries[0])
  const what = lane === 'log' ? `${entries.length} lines of the log` : first?.text
  return (
    <button
      type="button"
      class={`mark ${tone} ${lane.split(' ')[0]}${cited ? ' cited' : ''}`}
      style={{ left: px(x - 12), top: px(top), maxWidth: px(Math.max(24, room)) }}
      data-entry={entries[0]}
      tabIndex={isFocusable ? 0 : -1}
      aria-pressed={isChosen}
      aria-label={`${label}, ${instant(first?.at ?? 0)}, ${lane}: ${what}${cited ? ' (evidence)' : ''}`}
      title={what}
      onClick={() => choose(entries)}
    >
      <i aria-hidden="true" />
      <span aria-hidden="true">{label}</span>
    </button>
  )
}
