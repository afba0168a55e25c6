import { useState } from 'preact/hooks'
import type { ScenarioResult } from '../../result.ts'
import type { ListedEntry, RunData } from '../run-data.ts'
import { instant } from './data.ts'
import { Fields } from './entry-panel.tsx'
import './entries.css'

const shownAtOnce = 300

/** Everything seen, line by line, with the log at its instant. */
export function Entries({ run, folder, claims }: { run: RunData; folder: string; claims: ScenarioResult['claims'] }) {
  const [withLog, setWithLog] = useState(true)
  const [words, setWords] = useState('')
  const [all, setAll] = useState(false)
  const cited = new Set(claims.flatMap(({ findings }) => findings.flatMap(({ entries }) => entries)))
  const found = run.entries.filter(
    ({ n, lane, text }) =>
      (withLog || lane !== 'log') && `${n} ${lane} ${text}`.toLowerCase().includes(words.toLowerCase()),
  )
  const shown = all ? found : found.slice(0, shownAtOnce)
  return (
    <section aria-labelledby="entries">
      <h2 id="entries">Everything seen</h2>
      <div class="filters">
        <label>
          <input type="checkbox" checked={withLog} onChange={(event) => setWithLog(event.currentTarget.checked)} />
          the gateway's log
        </label>
        <input
          type="search"
          placeholder="words…"
          aria-label="Search entries"
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <span role="status">
          {found.length} of {run.entries.length} entries
        </span>
      </div>
      <ol class="entries">
        {shown.map((entry) => (
          <EntryLine key={entry.n} entry={entry} isCited={cited.has(entry.n)} />
        ))}
      </ol>
      {shown.length < found.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {found.length}
        </button>
      )}
      {run.left !== '' && (
        <p class="hint">
          Not in this page: {run.left}. All is in {folder}/record.jsonl.
        </p>
      )}
    </section>
  )
}

function EntryLine({ entry, isCited }: { entry: ListedEntry; isCited: boolean }) {
  const { n, at, lane, text, tone, more } = entry
  const [isOpen, setOpen] = useState(false)
  return (
    <li class={`${tone} ${lane.split(' ')[0]}${isCited ? ' cited' : ''}`}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <time>{instant(at)}</time>
          <span class="of">{lane}</span>
          <span class="text">
            {isCited && <b class="evidence">evidence</b>} {text}
          </span>
        </summary>
        {isOpen && <Fields n={n} more={more} />}
      </details>
    </li>
  )
}
