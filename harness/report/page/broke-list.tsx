import type { Broke } from '../broke.ts'
import type { PageData } from '../html.ts'
import { addressOf, type Where } from './data.ts'
import { Chip, Known } from './verdict.tsx'
import { sentenceOf, words } from './words.ts'

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
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {claims
        .toSorted((a, b) => of(b).length - of(a).length)
        .map((claim) => (
          <article class={`claim ${id}`} key={claim}>
            <h3>
              <code>{claim}</code> <span class="sentence">{sentenceOf(data.sentences, claim)}</span>
            </h3>
            <Brokes data={data} brokes={of(claim)} />
          </article>
        ))}
    </section>
  )
}

function Brokes({ data, brokes }: Of) {
  const item = (broke: Broke) => <BrokeItem key={`${broke.name} ${broke.standing}`} data={data} broke={broke} />
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
  const { standing, listed, finding } = broke
  const where = newest(data, broke)
  return (
    <li>
      {standing === 'gone' && <Chip tone="bad">{words.gone}</Chip>}
      {where ? <a href={addressOf(where)}>{broke.title}</a> : broke.title}
      {data.reports.length > 1 && broke.gateways.map((gateway) => <Chip key={gateway}>{gateway}</Chip>)}
      {broke.since !== '' && <Chip tone={standing === 'fail' ? 'bad' : ''}>{broke.since}</Chip>}
      <p>{finding.says}</p>
      {finding.excerpt[0] !== undefined && <code class="words-of">{finding.excerpt[0]}</code>}
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
