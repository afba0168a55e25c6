import { findBreaks } from '../transcript/pairing.ts'
import type { Facts } from './facts.ts'
import type { Request } from './requests.ts'

/** Whether a request was rejected for nothing but what we have damaged in the store ourselves. */
export function isRejectedForDamage(facts: Facts, { asked: { rejection, turns } }: Request): boolean {
  if (rejection === null || facts.of('store-damaged').length === 0) return false
  const broken = findBreaks(turns).flatMap(({ ids }) => ids)
  return broken.length > 0 && broken.every((id) => facts.isDamaged(id))
}
