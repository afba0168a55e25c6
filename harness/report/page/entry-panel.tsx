import type { ListedEntry, RunData } from '../run-data.ts'
import { instant } from './data.ts'
import { Scroll } from './scroll.tsx'
import './entry-panel.css'

/** The chosen entries, to be read in full. */
export function EntryPanel({ run, chosen }: { run: RunData; chosen: readonly number[] }) {
  const entries = run.entries.filter(({ n }) => chosen.includes(n))
  return (
    <div class="panel" role="status">
      {entries.length === 1 && entries.map((entry) => <Whole key={entry.n} entry={entry} run={run} />)}
      {entries.length > 1 && (
        <ul class="lines">
          {entries.map(({ n, at, text }) => (
            <li key={n}>
              <time>{instant(at)}</time> {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Whole({ entry: { n, at, lane, text, more }, run }: { entry: ListedEntry; run: RunData }) {
  const picture = run.pictures.find((one) => one.n === n)
  return (
    <>
      <p>
        <time>{instant(at)}</time> <b>{lane}</b> {text}
      </p>
      {picture !== undefined && <img src={picture.shown} alt="the page at this instant" />}
      <Fields n={n} more={more} />
    </>
  )
}

/** What an entry holds, as it stands in the record. */
export function Fields({ n, more }: { n: number; more: unknown }) {
  return (
    <Scroll label={`entry ${n} of record.jsonl`} kind="fields">
      <pre>
        {' '}
        {`entry ${n} `}
        {JSON.stringify(more, null, 2)}
      </pre>
    </Scroll>
  )
}
