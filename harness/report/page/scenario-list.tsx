import { useState } from 'preact/hooks'
import type { PageData, PageReport, PageResult } from '../html.ts'
import { addressOf, spanWords, type Where } from './data.ts'
import { Chip, type Outcome, outcomeWords, Sign } from './verdict.tsx'
import { standings } from './words.ts'
import './scenario-list.css'

/** A line of the list: a scenario on one gateway. */
export type ScenarioRow = {
  readonly where: Where | undefined
  readonly outcome: Outcome
  readonly title: string
  readonly file: string
  readonly gateway: string
  /** what failed, or is gone, and whether that is news */
  readonly claims: readonly { readonly name: string; readonly isNews: boolean }[]
  readonly why: string
  readonly ms: number
}

const order: readonly Outcome[] = [...standings, 'skipped']

/** Every scenario of every report, the worst first. */
export function rowsOf(reports: readonly PageReport[]): ScenarioRow[] {
  const rows = reports.flatMap(({ gateway, scenarios, skipped }, report) => [
    ...scenarios.map(
      (result, scenario): ScenarioRow => ({
        ...{ where: { report, scenario }, outcome: result.standing, gateway },
        ...{ title: result.title, file: result.file, ms: result.ms },
        claims: claimsOf(result),
        why: result.standing === 'inconclusive' ? whyUnsure(result) : '',
      }),
    ),
    ...skipped.map(
      (one): ScenarioRow => ({ ...one, where: undefined, outcome: 'skipped', gateway, claims: [], ms: 0 }),
    ),
  ])
  return rows.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
}

function claimsOf({ claims, expected }: PageResult): ScenarioRow['claims'] {
  const isNews = (name: string) => !expected?.known.some(({ claim }) => claim === name)
  const failed = claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
  return [
    ...failed.map((name) => ({ name, isNews: isNews(name) })),
    ...(expected?.gone ?? []).map(({ claim }) => ({ name: `${claim} gone`, isNews: true })),
  ]
}

function whyUnsure({ missed, claims }: PageResult): string {
  return missed[0] ?? claims.find(({ why }) => why !== '')?.why ?? ''
}

/** How many rows have an outcome. */
export function countOf(rows: readonly ScenarioRow[], outcome: Outcome): number {
  return rows.filter((row) => row.outcome === outcome).length
}

/** Every scenario, to be narrowed down by verdict, claim, agent and words. */
export function ScenarioList({ data }: { data: PageData }) {
  const [wanted, setWanted] = useState<Outcome | 'all'>('all')
  const [words, setWords] = useState('')
  const [claim, setClaim] = useState('')
  const [agent, setAgent] = useState('')
  const all = rowsOf(data.reports)
  const found = all.filter(
    ({ outcome, title, file, gateway, claims }) =>
      (wanted === 'all' || outcome === wanted) &&
      (claim === '' || claims.some(({ name }) => name.split(' ')[0] === claim)) &&
      (agent === '' || gateway === agent) &&
      [title, file, gateway, ...claims.map(({ name }) => name)].join(' ').toLowerCase().includes(words.toLowerCase()),
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
        <Choice
          name="claim"
          all={all.flatMap((row) => row.claims.map(({ name }) => name.split(' ')[0] ?? ''))}
          choose={setClaim}
        />
        <Choice name="agent" all={all.map(({ gateway }) => gateway)} choose={setAgent} />
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
          <Row key={all.indexOf(row)} row={row} several={data.reports.length > 1} />
        ))}
      </ul>
      {found.length === 0 && <p class="empty">No scenario matches.</p>}
    </section>
  )
}

/** A list to choose from, where there is more than one to choose. */
function Choice({ name, all, choose }: { name: string; all: readonly string[]; choose: (one: string) => void }) {
  const several = [...new Set(all)].toSorted((a, b) => a.localeCompare(b))
  if (several.length < 2) return null
  return (
    <select aria-label={`Show one ${name}`} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">every {name}</option>
      {several.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  )
}

function Row({ row, several }: { row: ScenarioRow; several: boolean }) {
  const { where, outcome, title, file, gateway, claims, why, ms } = row
  return (
    <li class={outcome}>
      <Sign of={outcome} />
      <div>
        {where ? <a href={addressOf(where)}>{title}</a> : <span>{title}</span>}
        {claims.map(({ name, isNews }) => (
          <Chip key={name} tone={isNews ? 'bad' : 'known'}>
            {name}
          </Chip>
        ))}
        {several && <Chip>{gateway}</Chip>}
        <p class="file">{why === '' ? file : why}</p>
      </div>
      {where && <span class="time">{spanWords(ms)}</span>}
    </li>
  )
}
