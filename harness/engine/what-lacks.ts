import { lacksInContainers } from '../containers/lacks.ts'
import type { Driver } from '../driver.ts'
import { lackOf } from '../lack-of.ts'
import { ownCommand } from '../package.ts'
import { quote } from '../quote.ts'
import type { Settings } from '../result.ts'
import { needsOf, type Scenario } from '../scenario/schema.ts'

/** What tells whether a scenario can be run. */
type Ground = Pick<Settings, 'installed' | 'api' | 'container'>

/** Why a scenario of a file cannot be run on a gateway; empty when it can. */
export function whatLacks(
  scenario: Scenario,
  file: string,
  driver: Driver,
  { installed, api, container }: Ground,
): string {
  const needs = needsOf(scenario)
  if (container === undefined && needs.includes('container'))
    return `it needs a container: ${ownCommand} ${quote(file)} --runtime container`
  const wanted = container === undefined ? needs : [...new Set([...needs, 'container' as const])]
  const there = container === undefined ? [] : needs.flatMap((need) => lacksInContainers(need) ?? [])
  const reasons = [...there, ...wanted.flatMap((need) => lackOf(driver, need, installed, api) ?? [])]
  return [...new Set(reasons)].join('; ')
}
