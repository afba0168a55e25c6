import type { PageData } from '../html.ts'
import type { Report } from '../json.ts'
import { BrokeList } from './broke-list.tsx'
import { spanWords } from './data.ts'
import { Matrix } from './matrix.tsx'
import { countOf, rowsOf, ScenarioList } from './scenario-list.tsx'
import { useTitle } from './title.ts'
import { type Outcome, outcomeWords, Sign } from './verdict.tsx'
import './overview.css'

/** All that was run: the verdict first, then what broke, then every scenario. */
export function Overview({ data }: { data: PageData }) {
  const { reports } = data
  const heading = useTitle(headline(reports))
  const rows = rowsOf(reports)
  const verdict = worst(reports)
  return (
    <>
      <section class={`verdict ${verdict}`}>
        <h1 ref={heading} tabIndex={-1}>
          <Sign of={verdict} /> {headline(reports)}
        </h1>
        <p class="about">{aboutOf(reports)}</p>
        <Proportions
          counts={(['fail', 'inconclusive', 'pass', 'skipped'] as const).map((of) => [of, countOf(rows, of)])}
        />
      </section>
      {reports.flatMap(({ gateway, crashes }) =>
        crashes.map((crash) => (
          <pre class="crash" key={crash}>
            {gateway}: {crash}
          </pre>
        )),
      )}
      {reports.length > 1 && <Matrix data={data} />}
      {data.broke.length > 0 && <BrokeList data={data} />}
      <ScenarioList data={data} />
    </>
  )
}

const ranks = ['crash', 'fail', 'inconclusive', 'pass'] as const

function worst(reports: readonly Report[]): (typeof ranks)[number] {
  return ranks.find((rank) => reports.some(({ verdict }) => verdict === rank)) ?? 'pass'
}

function headline(reports: readonly Report[]): string {
  const results = reports.flatMap(({ scenarios }) => scenarios)
  const of = (verdict: Outcome) => results.filter((result) => result.verdict === verdict).length
  const all = `${results.length} ${reports.length > 1 ? 'run' : 'scenario'}${results.length === 1 ? '' : 's'}`
  const crashes = reports.flatMap((report) => report.crashes).length
  if (crashes > 0) return `Gatecrash itself crashed ${crashes === 1 ? 'once' : `${crashes} times`}`
  if (of('fail') > 0) return `${of('fail')} of ${all} with findings`
  if (of('inconclusive') > 0) return `${of('inconclusive')} of ${all} inconclusive`
  return results.length === 0 ? 'Nothing ran' : results.length === 1 ? 'The scenario passed' : `All ${all} passed`
}

function aboutOf(reports: readonly Report[]): string {
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
      <p class="about">
        {counts.map(([of, count]) => `${count} ${of === 'fail' ? 'with findings' : outcomeWords[of]}`).join(' · ')}
      </p>
    </>
  )
}
