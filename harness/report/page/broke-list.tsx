import type { Broke } from '../broke.ts'
import type { PageData } from '../html.ts'
import { addressOf, type Where } from './data.ts'
import { Chip } from './verdict.tsx'

const shownAtOnce = 5

/** What broke, by the claim that failed. */
export function BrokeList({ data }: { data: PageData }) {
  const claims = [...new Set(data.broke.map(({ claim }) => claim))]
  const of = (claim: string) => data.broke.filter((broke) => broke.claim === claim)
  return (
    <section aria-labelledby="broke">
      <h2 id="broke">What broke</h2>
      {claims
        .toSorted((a, b) => of(b).length - of(a).length)
        .map((claim) => (
          <article class="claim" key={claim}>
            <h3>
              <code>{claim}</code> <span class="sentence">{data.sentences[claim]}</span>
            </h3>
            <Brokes data={data} brokes={of(claim)} />
          </article>
        ))}
    </section>
  )
}

function Brokes({ data, brokes }: { data: PageData; brokes: readonly Broke[] }) {
  const item = (broke: Broke) => <BrokeItem key={`${broke.name} ${broke.claim}`} data={data} broke={broke} />
  const more = brokes.slice(shownAtOnce)
  return (
    <>
      <ul>{brokes.slice(0, shownAtOnce).map(item)}</ul>
      {more.length > 0 && (
        <details>
          <summary>{more.length} more</summary>
          <ul>{more.map(item)}</ul>
        </details>
      )}
    </>
  )
}

function BrokeItem({ data, broke }: { data: PageData; broke: Broke }) {
  const where = newest(data, broke)
  return (
    <li>
      {where ? <a href={addressOf(where)}>{broke.title}</a> : broke.title}
      {data.reports.length > 1 && broke.gateways.map((gateway) => <Chip key={gateway}>{gateway}</Chip>)}
      {broke.since !== '' && <Chip tone="bad">{broke.since}</Chip>}
      <p>{broke.finding.says}</p>
      {broke.finding.excerpt[0] !== undefined && <code class="words-of">{broke.finding.excerpt[0]}</code>}
    </li>
  )
}

function newest({ reports }: PageData, { folder }: Broke): Where | undefined {
  const places = reports.flatMap(({ scenarios }, report) =>
    scenarios.flatMap((result, scenario) => (result.folder === folder ? [{ report, scenario }] : [])),
  )
  return places.at(-1)
}
