import type { PageData } from '../html.ts'
import type { Report } from '../json.ts'
import { addressOf } from './data.ts'
import { Scroll } from './scroll.tsx'
import { type Outcome, Sign } from './verdict.tsx'
import './matrix.css'

/** Scenarios against gateways: a sign in each place, which leads to the run. */
export function Matrix({ data: { reports } }: { data: PageData }) {
  const titles = new Map(
    reports.flatMap(({ scenarios, skipped }) =>
      [...scenarios, ...skipped].map(({ name, title }) => [name, title] as const),
    ),
  )
  const names = [...titles.keys()].toSorted((a, b) => failures(reports, b) - failures(reports, a) || a.localeCompare(b))
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
    </section>
  )
}

function Column({ report: { gateway, api }, withApi }: { report: Report; withApi: boolean }) {
  const [name = '', ...version] = gateway.split('@')
  return (
    <>
      <small>{name}</small>
      {version.join('@')}
      {withApi && <small>{api}</small>}
    </>
  )
}

function Cell({ report, index, name }: { report: Report; index: number; name: string }) {
  const scenario = report.scenarios.findIndex((result) => result.name === name)
  const result = report.scenarios[scenario]
  if (result !== undefined)
    return (
      <a href={addressOf({ report: index, scenario })} title={claimsOf(result.claims)}>
        <Sign of={result.verdict} />
      </a>
    )
  const why = report.skipped.find((skipped) => skipped.name === name)?.why
  return why === undefined ? <span class="unseen">not run</span> : <Skipped why={why} />
}

function Skipped({ why }: { why: string }) {
  const of: Outcome = 'skipped'
  return (
    <span title={why}>
      <Sign of={of} />
    </span>
  )
}

function claimsOf(claims: Report['scenarios'][number]['claims']): string {
  return claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : [])).join(', ')
}

function failures(reports: readonly Report[], name: string): number {
  return reports.filter(({ scenarios }) => scenarios.some((one) => one.name === name && one.verdict === 'fail')).length
}
