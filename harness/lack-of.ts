import type { Driver, Installed } from './driver.ts'
import { type Need, type RareNeed, rareNeeds } from './need.ts'

/** Why a gateway cannot do what a scenario needs; nothing when it can. */
export function lackOf(driver: Driver, need: Need, installed: Installed, api: string): string | undefined {
  if (!isRare(need)) return driver.lacks(need, installed, api)
  const { name, older, can } = driver
  if (need === 'older-version' && older !== undefined)
    return older === installed.version ? `${name} ${older} is the older version itself` : undefined
  return (can as readonly RareNeed[] | undefined)?.includes(need)
    ? undefined
    : `the driver of ${name} ${rareNeeds[need]}`
}

function isRare(need: Need): need is RareNeed {
  return Object.hasOwn(rareNeeds, need)
}
