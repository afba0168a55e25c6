import type { Broke } from '../broke.ts'
import type { PageData } from '../html.ts'
import { alike } from './alike.ts'
import { ClaimName, failsOf } from './claim-name.tsx'
import { addressOf, type Where } from './data.ts'
import { Pair } from './pair.tsx'
import { Chip, Known } from './verdict.tsx'
import { capital, claimOf, words } from './words.ts'

const shownAtOnce = 5

/** What broke, by the claim that failed: news first, and apart from it what is known. */
export function BrokeList({ data }: { data: PageData }) {
  const news = data.broke.filter(({ standing }) => standing !== 'known')
  const known = data.broke.filter(({ standing }) => standing === 'known')
  return (
    <>
      {news.length > 0 && <Section id="broke" title="What broke" data={data} brokes={news} />}
      {known.length > 0 && <Section id="known" title="Known findings" data={data} brokes={known} />}
    </>
  )
}

type Of = { readonly data: PageData; readonly brokes: readonly Broke[] }

function Section({ id, title, data, brokes }: Of & { readonly id: string; readonly title: string }) {
  const claims = [...new Set(brokes.map(({ claim }) => claim))]
  const of = (claim: string) => brokes.filter((broke) => broke.claim === claim)
  const tierOf = (claim: string) => claimOf(data.claims, claim)?.tier ?? 0
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {claims
        .toSorted((a, b) => tierOf(a) - tierOf(b) || of(b).length - of(a).length)
        .map((claim) => (
          <article class={`claim ${id}`} key={claim}>
            <h3>{failsOf(data.claims, claim)}</h3>
            {alike(of(claim), ({ standing, finding }) => `${standing} ${finding.says}`).map((some) => (
              <Alike key={some[0]?.name} data={data} brokes={some} />
            ))}
            <ClaimName claims={data.claims} claim={claim} />
          </article>
        ))}
    </section>
  )
}

/** What differs only in the tool or the call is one: it is told once, with every scenario that shows it. */
function Alike({ data, brokes }: Of) {
  const [first] = brokes
  if (first === undefined) return null
  const { finding, standing } = first
  const item = (broke: Broke) => <BrokeItem key={`${broke.name} ${broke.standing}`} data={data} broke={broke} />
  const more = brokes.slice(shownAtOnce)
  return (
    <div class="alike">
      <p class="says">
        {standing === 'gone' && <Chip tone="bad">{words.gone}</Chip>}
        {capital(finding.says)}
      </p>
      {standing !== 'gone' && <Pair expected={finding.expected} actual={finding.actual} />}
      <ul class="in">{brokes.slice(0, shownAtOnce).map(item)}</ul>
      {more.length > 0 && (
        <details>
          <summary>{more.length} more</summary>
          <ul class="in">{more.map(item)}</ul>
        </details>
      )}
    </div>
  )
}

function BrokeItem({ data, broke }: { data: PageData; broke: Broke }) {
  const { standing, listed } = broke
  const where = newest(data, broke)
  return (
    <li>
      {where ? <a href={addressOf(where)}>{broke.title}</a> : broke.title}
      {data.reports.length > 1 && broke.gateways.map((gateway) => <Chip key={gateway}>{gateway}</Chip>)}
      {broke.since !== '' && <Chip tone={standing === 'fail' ? 'bad' : ''}>{broke.since}</Chip>}
      {listed !== undefined && <Known listed={listed} />}
    </li>
  )
}

function newest({ reports }: PageData, { folder }: Broke): Where | undefined {
  const places = reports.flatMap(({ scenarios }, report) =>
    scenarios.flatMap((result, scenario) => (result.folder === folder ? [{ report, scenario }] : [])),
  )
  return places.at(-1)
}
