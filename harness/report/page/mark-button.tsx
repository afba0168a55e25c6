import type { RunData } from '../run-data.ts'
import type { Mark } from '../timeline.ts'
import { instant } from './data.ts'
import { px } from './lanes.ts'

/** An entry in the picture, or several lines of the log, to be chosen. */
export function MarkButton({
  mark,
  index,
  run,
  top,
  isFocusable,
  isChosen,
  choose,
}: {
  mark: Mark
  index: number
  run: RunData
  top: number
  isFocusable: boolean
  isChosen: boolean
  choose: (entries: readonly number[]) => void
}) {
  const { entries, lane, x, label, room, tone, cited } = mark
  const first = run.entries.find(({ n }) => n === entries[0])
  const said = lane === 'steps' ? `step ${label}` : label
  const what = lane === 'log' ? `${entries.length} lines of the log` : first?.text
  return (
    <button
      type="button"
      class={`mark ${tone} ${lane.split(' ')[0]}${cited ? ' cited' : ''}`}
      style={{ left: px(x - 12), top: px(top), maxWidth: px(Math.max(24, room)) }}
      data-entry={entries[0]}
      data-mark={index}
      tabIndex={isFocusable ? 0 : -1}
      aria-pressed={isChosen}
      aria-label={`${said}, ${instant(first?.at ?? 0)}, ${lane}: ${what}${cited ? ' (evidence)' : ''}`}
      title={what}
      onClick={() => choose(entries)}
    >
      <i aria-hidden="true" />
      <span aria-hidden="true">{label}</span>
    </button>
  )
}
