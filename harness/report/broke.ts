import type { Expectation } from '../expectations/expectations.ts'
import { compareVersions, isOrdered } from '../expectations/versions.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import type { Finding } from '../oracles/judgement.ts'
import type { ScenarioResult } from '../result.ts'
import type { Report } from './json.ts'
import { listedAs } from './standing.ts'
import { describeHeld } from './text.ts'

/** A claim that failed in a scenario, or is listed as failing and held now, and why that is to be told. */
type Broken = {
  readonly claim: string
  /** news, known, or listed and gone, which is news, too */
  readonly standing: 'fail' | 'known' | 'gone'
  /** what is listed about it */
  readonly listed: Expectation | undefined
  readonly finding: Finding
}

/** The same with the gateways it is so on, and what a series of versions tells of when it began. The finding is that of the newest. */
export type Broke = Broken &
  Pick<ScenarioResult, 'name' | 'title' | 'file' | 'folder' | 'repeat'> & {
    readonly gateways: readonly string[]
    /** empty when there is nothing to compare with */
    readonly since: string
  }

type Tried = { readonly gateway: string; readonly failed: boolean }

const ranks: readonly Broken['standing'][] = ['fail', 'gone', 'known']

/** Everything that broke, each claim of each scenario once: news, what is gone, what is known, each in the order of the newest report. */
export function whatBroke(reports: readonly Report[]): Broke[] {
  const ordered = byVersion(reports)
  const found = ordered
    .toReversed()
    .flatMap(({ api, scenarios }) =>
      scenarios.flatMap((result) => brokenIn(result).map((broken) => ({ ...result, ...broken, api }))),
    )
  const same = Map.groupBy(found, ({ name, claim, standing }) => JSON.stringify([name, claim, standing]))
  const broke = [...same.values()].flatMap(([newest, ...others]) => {
    if (newest === undefined) return []
    const { name, title, file, folder, repeat, api, claim, standing, listed, finding } = newest
    const comparable = ordered.filter((report) => report.api === api)
    return {
      ...{ name, title, file, folder, repeat, claim, standing, listed, finding },
      gateways: [...new Set([newest, ...others].map(({ gateway }) => gateway))].toReversed(),
      since: sinceWords(comparable.flatMap((report) => triedOn(report, name, claim))),
    }
  })
  return broke.toSorted((a, b) => ranks.indexOf(a.standing) - ranks.indexOf(b.standing))
}

function brokenIn(result: ScenarioResult): Broken[] {
  const failed = result.claims.flatMap<Broken>(({ claim, findings: [finding] }) => {
    const listed = listedAs(result, claim)
    return finding === undefined ? [] : [{ claim, standing: listed === undefined ? 'fail' : 'known', listed, finding }]
  })
  const gone = (result.expected?.gone ?? []).map<Broken>((listed) => ({
    ...{ claim: listed.claim, standing: 'gone', listed },
    finding: {
      says: describeHeld(listed),
      ...{ expected: 'the claim fails', actual: 'the claim holds', entries: [], excerpt: [] },
    },
  }))
  return [...failed, ...gone]
}

/** Reports from the oldest version to the newest; those without a number keep their place. */
export function byVersion<T extends Pick<Report, 'gateway'>>(reports: readonly T[]): T[] {
  return reports.toSorted((a, b) => {
    const [left, right] = [gatewayNameOf(a.gateway), gatewayNameOf(b.gateway)]
    const isSeries = left.name === right.name && isOrdered(left.version) && isOrdered(right.version)
    return isSeries ? compareVersions(left.version, right.version) : 0
  })
}

/** Nothing for a scenario that a version has not what it needs for, or that did not tell. */
function triedOn({ gateway, scenarios }: Report, name: string, claim: string): Tried[] {
  const runs = scenarios.filter((scenario) => scenario.name === name)
  const verdicts = runs.flatMap(({ claims }) =>
    claims.filter((one) => one.claim === claim).map(({ verdict }) => verdict),
  )
  if (verdicts.includes('fail')) return [{ gateway, failed: true }]
  return verdicts.includes('pass') ? [{ gateway, failed: false }] : []
}

/** Nothing unless it was tried on a series of versions: planted bugs, builds of one's own and other gateways are none. */
function sinceWords(tried: readonly Tried[]): string {
  const all = tried.map((one) => ({ ...one, ...gatewayNameOf(one.gateway) }))
  const isSeries = new Set(all.map(({ name }) => name)).size === 1 && all.every(({ version }) => isOrdered(version))
  const first = all.findIndex(({ failed }) => failed)
  if (first < 0 || all.length < 2 || !isSeries) return ''
  const fixed = all.find(({ failed }, index) => index > first && !failed)
  const from = `${first === 0 ? 'in the oldest tried,' : 'since'} ${all[first]?.version}`
  return fixed === undefined ? from : `${from}, not in ${fixed.version}`
}
