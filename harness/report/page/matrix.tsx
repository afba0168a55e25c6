import type { PageData, PageReport, PageResult } from '../html.ts'
import { addressOf } from './data.ts'
import { Scroll } from './scroll.tsx'
import { type Outcome, Sign } from './verdict.tsx'
import { standings } from './words.ts'
import './matrix.css'

/** Scenarios against gateways: a sign in each place, which leads to the run. */
export function Matrix({ data: { reports } }: { data: PageData }) {
  const titles = new Map(
    reports.flatMap(({ scenarios, skipped }) =>
      [...scenarios, ...skipped].map(({ name, title }) => [name, title] as const),
    ),
  )
  const names = [...titles.keys()].toSorted((a, b) => rankOf(reports, a) - rankOf(reports, b) || a.localeCompare(b))
  const apis = new Set(reports.map(({ api }) => api))
  return (
    <section aria-labelledby="matrix">
      <h2 id="matrix">Versions</h2>
      <Scroll label="scenarios against versions" kind="wide">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">scenario</th>
              {reports.map((report, index) => (
                <th scope="col" key={index}>
                  <Column report={report} withApi={apis.size > 1} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{titles.get(name)}</th>
                {reports.map((report, index) => (
                  <td key={index}>
                    <Cell report={report} index={index} name={name} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Legend />
    </section>
  )
}

/** What the signs of the places mean. */
function Legend() {
  const meanings: readonly [Outcome, string][] = [
    ['fail', 'a finding that is not on the list'],
    ['gone', 'a known finding that did not show'],
    ['inconclusive', 'it could not be judged'],
    ['known', 'all findings are known'],
    ['pass', 'every claim held'],
    ['skipped', 'the gateway lacks what it needs'],
  ]
  return (
    <ul class="legend">
      {meanings.map(([of, says]) => (
        <li key={of}>
          <Sign of={of} /> {says}
        </li>
      ))}
    </ul>
  )
}

function Column({ report: { gateway, api }, withApi }: { report: PageReport; withApi: boolean }) {
  const [name = '', ...version] = gateway.split('@')
  return (
    <>
      <small>{name}</small>
      {version.join('@')}
      {withApi && <small>{api}</small>}
    </>
  )
}

function Cell({ report, index, name }: { report: PageReport; index: number; name: string }) {
  const runs = report.scenarios.filter((result) => result.name === name)
  const [worst] = runs.toSorted((a, b) => standings.indexOf(a.standing) - standings.indexOf(b.standing))
  if (worst !== undefined) {
    const like = runs.filter(({ standing }) => standing === worst.standing).length
    return (
      <a href={addressOf({ report: index, scenario: report.scenarios.indexOf(worst) })} title={wordsOf(worst)}>
        <Sign of={worst.standing} />
        {runs.length > 1 && (
          <small>
            {like} of {runs.length}
          </small>
        )}
      </a>
    )
  }
  const why = report.skipped.find((skipped) => skipped.name === name)?.why
  return why === undefined ? (
    <span class="unseen">not run</span>
  ) : (
    <span title={why}>
      <Sign of="skipped" />
    </span>
  )
}

function wordsOf({ claims, expected }: PageResult): string {
  const failed = claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
  const known = (expected?.known ?? []).map(
    ({ claim, issue }) => `${claim} (known${issue === null ? '' : `, ${issue}`})`,
  )
  const news = failed.filter((claim) => !expected?.known.some((listed) => listed.claim === claim))
  return [...news, ...(expected?.gone ?? []).map(({ claim }) => `${claim} (gone)`), ...known].join(', ')
}

/** The worst that a scenario came to anywhere. */
function rankOf(reports: readonly PageReport[], name: string): number {
  const runs = reports.flatMap(({ scenarios }) => scenarios.filter((one) => one.name === name))
  return Math.min(standings.length, ...runs.map(({ standing }) => standings.indexOf(standing)))
}
