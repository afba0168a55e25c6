import type { Driver, Installed } from './driver.ts'
import { type Need, type RareNeed, rareNeeds } from './need.ts'

/** Why a gateway cannot do what a scenario needs; nothing when it can. */
export function lackOf(driver: Driver, need: Need, installed: Installed, api: string): string | undefined {
  if (!isRare(need)) return driver.lacks(need, installed, api)
  return driver.can?.includes(need) ? undefined : `the driver of ${driver.name} ${rareNeeds[need]}`
}

function isRare(need: Need): need is RareNeed {
  return Object.hasOwn(rareNeeds, need)
}
