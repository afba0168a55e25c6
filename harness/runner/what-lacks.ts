import type { Driver, Installed } from '../driver.ts'
import { needsOf, type Scenario } from '../scenario/schema.ts'

/** Why a scenario cannot be run on a gateway; empty when it can. */
export function whatLacks(scenario: Scenario, driver: Driver, installed: Installed, api: string): string {
  return needsOf(scenario)
    .flatMap((need) => driver.lacks(need, installed, api) ?? [])
    .join('; ')
}
