import type { PageData, PageReport } from '../html.ts'
import { BrokeList } from './broke-list.tsx'
import { spanWords } from './data.ts'
import { headline } from './headline.ts'
import { Matrix } from './matrix.tsx'
import { countOf, rowsOf, ScenarioList } from './scenario-list.tsx'
import { useTitle } from './title.ts'
import { type Outcome, outcomeWords, Sign } from './verdict.tsx'
import { standings } from './words.ts'
import './overview.css'

/** All that was run: the verdict first, then what broke, then every scenario. */
export function Overview({ data }: { data: PageData }) {
  const { reports } = data
  const heading = useTitle(headline(data))
  const rows = rowsOf(reports)
  const verdict = worst(reports)
  return (
    <>
      <section class={`verdict ${verdict}`}>
        <h1 ref={heading} tabIndex={-1}>
          <Sign of={verdict} /> {headline(data)}
        </h1>
        <p class="about">{aboutOf(reports)}</p>
        {data.about !== '' && <p class="about">{data.about}</p>}
        <Proportions counts={([...standings, 'skipped'] as const).map((of) => [of, countOf(rows, of)])} />
      </section>
      {reports.flatMap(({ gateway, crashes }) =>
        crashes.map((crash) => (
          <pre class="crash" key={crash}>
            {gateway}: {crash}
          </pre>
        )),
      )}
      <BrokeList data={data} />
      {reports.length > 1 && <Matrix data={data} />}
      <ScenarioList data={data} />
    </>
  )
}

/** What is new is the worst but for a crash of ours; what is known is better than what could not be judged. */
function worst(reports: readonly PageReport[]): Outcome {
  if (reports.some(({ crashes }) => crashes.length > 0)) return 'crash'
  const all = new Set(reports.flatMap(({ scenarios }) => scenarios.map(({ standing }) => standing)))
  return standings.find((standing) => all.has(standing)) ?? 'skipped'
}

function aboutOf(reports: readonly PageReport[]): string {
  const [first] = reports
  const each = (name: 'gateway' | 'api') => [...new Set(reports.map((report) => report[name]))]
  const gateways = each('gateway').length > 3 ? `${each('gateway').length} gateways` : each('gateway').join(', ')
  const ms = reports.flatMap(({ scenarios }) => scenarios).reduce((sum, result) => sum + result.ms, 0)
  const when = first?.written === undefined ? [] : [first.written.replace('T', ' ').replace(/:\d\d\..*/, ' UTC')]
  const seeds = new Set(reports.map(({ seed }) => seed))
  return [
    gateways,
    each('api').join(', '),
    ...(seeds.size === 1 ? [`seed ${first?.seed}`] : []),
    spanWords(ms),
    ...when,
  ].join(' · ')
}

function Proportions({ counts: all }: { counts: readonly (readonly [Outcome, number])[] }) {
  const counts = all.filter(([, count]) => count > 0)
  return (
    <>
      <div class="proportions" aria-hidden="true">
        {counts.map(([of, count]) => (
          <i key={of} class={of} style={{ flexGrow: count }} />
        ))}
      </div>
      <p class="about">{counts.map(([of, count]) => `${count} ${outcomeWords[of]}`).join(' · ')}</p>
    </>
  )
}
