import { createHash } from 'node:crypto'
import { sightsOf } from '../expectations/expectations.ts'
import { compareVersions } from '../expectations/versions.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { oracles } from '../oracles/index.ts'
import type { Report } from '../report/json.ts'
import type { ScenarioResult } from '../result.ts'
import { gatewaySchema } from '../scenario/repro.ts'

/** What one claim of one scenario came to on the versions of one kind of gateway that told of it. */
export type Told = {
  /** the same for the same finding on every version and in all its words */
  readonly fingerprint: string
  /** the kind of gateway, as `openclaw` */
  readonly line: string
  readonly scenario: string
  readonly claim: string
  /** oldest first; the result of a version is one that failed, if any did */
  readonly on: readonly Sighting[]
}

/** A version on which a claim failed and is not listed (`new`), failed and is listed (`known`), or held. */
export type Sighting = {
  readonly version: string
  readonly standing: 'new' | 'known' | 'held'
  readonly result: ScenarioResult
}

/** What all reports tell of each claim of each scenario. What a record does not tell of is left out. */
export function toldBy(reports: readonly Report[]): Told[] {
  const all = reports.flatMap(({ scenarios }) => scenarios).flatMap(sightingsIn)
  return [...Map.groupBy(all, ({ fingerprint }) => fingerprint).values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    const { fingerprint, line, scenario, claim } = first
    const versions = Map.groupBy(some, ({ version }) => version)
    return [{ fingerprint, line, scenario, claim, on: [...versions.values()].flatMap(worst).sort(byVersion) }]
  })
}

/** The same name for the same finding: of the kind of gateway, the scenario and the claim, whatever the version and the words. */
export function fingerprintOf(line: string, scenario: string, claim: string): string {
  return createHash('sha256').update(`${line}\n${scenario}\n${claim}`).digest('hex').slice(0, 12)
}

type One = Omit<Told, 'on'> & Sighting

/** Of a report that is not from here only what has our words is taken: they become parts of titles and marks. */
function sightingsIn(result: ScenarioResult): One[] {
  if (!gatewaySchema.safeParse(result.gateway).success) return []
  const { name: line, version } = gatewayNameOf(result.gateway)
  const scenario = result.name
  const isListed = (claim: string) => result.expected?.known.some((listed) => listed.claim === claim) ?? false
  const ours = sightsOf(result).filter(({ claim }) => oracles.some((oracle) => oracle.claim === claim))
  return ours.map(({ claim, seen }) => {
    const standing = !seen ? 'held' : isListed(claim) ? 'known' : 'new'
    return { fingerprint: fingerprintOf(line, scenario, claim), line, scenario, claim, version, standing, result }
  })
}

/** Of several runs on one version, one that failed. */
function worst(some: readonly One[]): Sighting[] {
  const order = ['new', 'known', 'held'] as const
  const one = order.flatMap((standing) => some.find((each) => each.standing === standing) ?? [])[0]
  return one === undefined ? [] : [{ version: one.version, standing: one.standing, result: one.result }]
}

function byVersion(a: Sighting, b: Sighting): number {
  return compareVersions(a.version, b.version)
}
