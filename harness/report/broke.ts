import { compare, valid } from 'semver'
import type { Finding } from '../oracles/judgement.ts'
import type { Report } from './json.ts'

/** A claim that failed in a scenario, on the gateways it failed on, and what a series of versions tells of when it began. */
export type Broke = {
  readonly name: string
  readonly title: string
  readonly file: string
  readonly claim: string
  readonly gateways: readonly string[]
  /** empty when there is nothing to compare with */
  readonly since: string
  /** what was found on the newest of them */
  readonly finding: Finding
  readonly folder: string
  readonly repeat: string
}

type Tried = { readonly gateway: string; readonly failed: boolean }

/** Everything that broke, each claim of each scenario once, in the order of the newest report. */
export function whatBroke(reports: readonly Report[]): Broke[] {
  const ordered = byVersion(reports)
  const found = ordered
    .toReversed()
    .flatMap((report) =>
      report.scenarios.flatMap((scenario) =>
        scenario.claims.flatMap(({ claim, findings: [finding] }) =>
          finding === undefined ? [] : [{ ...scenario, api: report.api, claim, finding }],
        ),
      ),
    )
  const first = found.filter(
    (one, index) => found.findIndex(({ name, claim }) => name === one.name && claim === one.claim) === index,
  )
  return first.map(({ name, title, file, api, claim, finding, folder, repeat }) => {
    const comparable = ordered.filter((report) => report.api === api)
    const gateways = found.filter((other) => other.name === name && other.claim === claim).map(({ gateway }) => gateway)
    return {
      ...{ name, title, file, claim, finding, folder, repeat },
      gateways: [...new Set(gateways)].toReversed(),
      since: sinceWords(comparable.flatMap((report) => triedOn(report, name, claim))),
    }
  })
}

/** Reports from the oldest version to the newest; those without a number keep their place. */
export function byVersion<T extends Pick<Report, 'gateway'>>(reports: readonly T[]): T[] {
  return reports.toSorted((a, b) => {
    const [nameA, nameB] = [a, b].map(({ gateway }) => gateway.split('@')[0] ?? '')
    const [versionA, versionB] = [a, b].map(({ gateway }) => valid(gateway.slice(gateway.indexOf('@') + 1)))
    return nameA === nameB && versionA && versionB ? compare(versionA, versionB) : 0
  })
}

/** Nothing for a scenario that a version has not what it needs for, or that did not tell. */
function triedOn({ gateway, scenarios }: Report, name: string, claim: string): Tried[] {
  const tried = scenarios.find((scenario) => scenario.name === name)
  const judged = tried?.claims.find((one) => one.claim === claim)
  return judged === undefined || judged.verdict === 'inconclusive'
    ? []
    : [{ gateway, failed: judged.verdict === 'fail' }]
}

function sinceWords(tried: readonly Tried[]): string {
  const name = ({ gateway }: Tried) => gateway.split('@')[0]
  if (tried.length < 2 || new Set(tried.map(name)).size > 1) return ''
  const first = tried.findIndex(({ failed }) => failed)
  const fixed = tried.findIndex(({ failed }, index) => index > first && !failed)
  const from = first === 0 ? `in the oldest tried, ${versionOf(tried[0])}` : `since ${versionOf(tried[first])}`
  const until = fixed < 0 ? '' : `, not in ${versionOf(tried[fixed])}`
  return `${from}${until}`
}

function versionOf(tried: Tried | undefined): string {
  return tried?.gateway.split('@').slice(1).join('@') ?? ''
}
