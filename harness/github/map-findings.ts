import { join } from 'node:path'
import type { MapFinding, SafeMap } from '../explore/map.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import type { ScenarioResult } from '../result.ts'
import { fingerprintOf, type Told } from './findings.ts'

/** A map that a night has drawn, and the folder that the paths of its repros start from. */
export type Drawn = { readonly map: SafeMap; readonly folder: string }

/**
 * What maps tell: each finding of theirs, known where a published map of the same kind of gateway has one of the same cause, whatever the
 * version, the instant and the fault.
 */
export function toldByMaps(drawn: readonly Drawn[], published: readonly SafeMap[]): Told[] {
  return drawn.flatMap(({ map, folder }) => {
    const { name: line, version } = gatewayNameOf(map.gateway)
    const known = new Set(
      published
        .filter(({ gateway }) => gatewayNameOf(gateway).name === line)
        .flatMap(({ findings }) => findings.map(({ key }) => key)),
    )
    return map.findings.map((finding): Told => {
      const { claim, key } = finding
      const standing = known.has(key) ? 'known' : 'new'
      const scenario = `the safe map: ${finding.seen}`
      const result = resultOf(finding, map.gateway, folder)
      return {
        fingerprint: fingerprintOf(line, `map ${key}`, claim),
        line,
        scenario,
        claim,
        on: [{ version, standing, result }],
      }
    })
  })
}

/** A finding of a map as what a scenario came to. */
function resultOf({ claim, says, seen, steps, repro }: MapFinding, gateway: string, folder: string): ScenarioResult {
  const file = repro === undefined ? undefined : join(folder, repro)
  const finding = { says, expected: '', actual: '', entries: [], excerpt: [...steps] }
  return {
    ...{ name: seen, title: seen, file: '', gateway, folder, ms: 0, missed: [], verdict: 'fail', repro: file },
    claims: [{ claim, verdict: 'fail', findings: [finding], why: '' }],
    repeat: file === undefined ? `npm run chaos -- explore --gateway ${gateway}` : 'npm run chaos -- repro.json',
  }
}
