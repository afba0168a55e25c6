import type { Surroundings } from '../driver.ts'
import type { Stage } from './step.ts'

/** What can be done to what lies around the gateway; a scenario whose steps need it does not run on a gateway without. */
export function around<K extends keyof Surroundings>({ gateway }: Stage, what: K): NonNullable<Surroundings[K]> {
  const does = gateway.surroundings?.[what]
  if (does === undefined) throw new Error(`the driver claims surroundings with "${what}", and does not have it`)
  return does
}
