import type { PageData, PageReport } from '../html.ts'
import type { Standing } from '../standing.ts'
import { BrokeList } from './broke-list.tsx'
import { spanWords } from './data.ts'
import { Matrix } from './matrix.tsx'
import { countOf, rowsOf, ScenarioList } from './scenario-list.tsx'
import { useTitle } from './title.ts'
import { type Outcome, outcomeWords, Sign } from './verdict.tsx'
import { standings } from './words.ts'
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
      {reports.length > 1 && <Matrix data={data} />}
      {data.broke.length > 0 && <BrokeList data={data} />}
      <ScenarioList data={data} />
    </>
  )
}

/** News is the worst of all but a crash of ours, and what is known is better than what does not tell. */
function worst(reports: readonly PageReport[]): Outcome {
  if (reports.some(({ crashes }) => crashes.length > 0)) return 'crash'
  const all = new Set(reports.flatMap(({ scenarios }) => scenarios.map(({ standing }) => standing)))
  return standings.find((standing) => all.has(standing)) ?? 'skipped'
}

function headline(reports: readonly PageReport[]): string {
  const results = reports.flatMap(({ scenarios }) => scenarios)
  const of = (standing: Standing) => results.filter((result) => result.standing === standing).length
  const all = `${results.length} ${reports.length > 1 ? 'run' : 'scenario'}${results.length === 1 ? '' : 's'}`
  const crashes = reports.flatMap((report) => report.crashes).length
  if (crashes > 0) return `Gatecrash itself crashed ${crashes === 1 ? 'once' : `${crashes} times`}`
  const hasKnown = results.some(({ expected }) => (expected?.known.length ?? 0) > 0)
  const news = [
    ...(of('fail') > 0 ? [`${of('fail')} with ${hasKnown ? 'new ' : ''}findings`] : []),
    ...(of('gone') > 0 ? [`${of('gone')} with known findings gone`] : []),
  ]
  if (news.length > 0) return `${all}: ${news.join(', ')}`
  if (of('inconclusive') > 0) return `${all}: ${of('inconclusive')} inconclusive`
  if (of('known') > 0) return `${all}: no news, ${of('known')} with known findings`
  return results.length === 0 ? 'Nothing ran' : results.length === 1 ? 'The scenario passed' : `All ${all} passed`
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
