import { useState } from 'preact/hooks'
import type { PageData } from '../html.ts'
import type { Report } from '../json.ts'
import { addressOf, spanWords, type Where } from './data.ts'
import { Chip, type Outcome, outcomeWords, Sign } from './verdict.tsx'
import './scenario-list.css'

/** A line of the list: a scenario on one gateway. */
export type ScenarioRow = {
  readonly where: Where | undefined
  readonly outcome: Outcome
  readonly title: string
  readonly file: string
  readonly gateway: string
  readonly claims: readonly string[]
  readonly why: string
  readonly ms: number
}

const order: readonly Outcome[] = ['fail', 'inconclusive', 'pass', 'skipped']

/** Every scenario of every report, the worst first. */
export function rowsOf(reports: readonly Report[]): ScenarioRow[] {
  const rows = reports.flatMap(({ gateway, scenarios, skipped }, report) => [
    ...scenarios.map(
      ({ title, file, verdict, claims, missed, ms }, scenario): ScenarioRow => ({
        ...{ where: { report, scenario }, outcome: verdict, title, file, gateway, ms },
        claims: claims.flatMap((one) => (one.verdict === 'fail' ? [one.claim] : [])),
        why: verdict === 'inconclusive' ? (missed[0] ?? claims.find(({ why }) => why !== '')?.why ?? '') : '',
      }),
    ),
    ...skipped.map(
      (one): ScenarioRow => ({ ...one, where: undefined, outcome: 'skipped', gateway, claims: [], ms: 0 }),
    ),
  ])
  return rows.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
}

/** How many rows have an outcome. */
export function countOf(rows: readonly ScenarioRow[], outcome: Outcome): number {
  return rows.filter((row) => row.outcome === outcome).length
}

/** Every scenario, to be narrowed down by outcome and by words. */
export function ScenarioList({ data }: { data: PageData }) {
  const [wanted, setWanted] = useState<Outcome | 'all'>('all')
  const [words, setWords] = useState('')
  const all = rowsOf(data.reports)
  const found = all.filter(
    ({ outcome, title, file, gateway, claims }) =>
      (wanted === 'all' || outcome === wanted) &&
      [title, file, gateway, ...claims].join(' ').toLowerCase().includes(words.toLowerCase()),
  )
  return (
    <section aria-labelledby="scenarios">
      <h2 id="scenarios">Scenarios</h2>
      <div class="filters">
        <fieldset>
          <legend class="unseen">Show</legend>
          {(['all', ...order] as const)
            .filter((one) => one === 'all' || countOf(all, one) > 0)
            .map((one) => (
              <label key={one} class={one}>
                <input type="radio" name="outcome" checked={wanted === one} onChange={() => setWanted(one)} />
                {one === 'all' ? 'all' : outcomeWords[one]} <b>{one === 'all' ? all.length : countOf(all, one)}</b>
              </label>
            ))}
        </fieldset>
        <input
          type="search"
          placeholder="title, file, claim…"
          aria-label="Search scenarios"
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <p class="unseen" role="status">
        {found.length} of {all.length} shown
      </p>
      <ul class="rows">
        {found.map((row) => (
          <Row key={`${row.gateway} ${row.file} ${row.outcome}`} row={row} several={data.reports.length > 1} />
        ))}
      </ul>
      {found.length === 0 && <p class="empty">No scenario fits.</p>}
    </section>
  )
}

function Row({ row, several }: { row: ScenarioRow; several: boolean }) {
  const { where, outcome, title, file, gateway, claims, why, ms } = row
  return (
    <li class={outcome}>
      <Sign of={outcome} />
      <div>
        {where ? <a href={addressOf(where)}>{title}</a> : <span>{title}</span>}
        {claims.map((claim) => (
          <Chip key={claim} tone="bad">
            {claim}
          </Chip>
        ))}
        {several && <Chip>{gateway}</Chip>}
        <p class="file">{why === '' ? file : why}</p>
      </div>
      {where && <span class="time">{spanWords(ms)}</span>}
    </li>
  )
}
