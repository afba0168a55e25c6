import type { Surroundings } from '../driver.ts'
import type { Stage } from './step.ts'

/** What lies around the gateway; a scenario whose steps need it does not run on a gateway without. */
export function around({ gateway }: Stage): Surroundings {
  if (gateway.surroundings === undefined) throw new Error('the driver claims surroundings that it does not have')
  return gateway.surroundings
}
