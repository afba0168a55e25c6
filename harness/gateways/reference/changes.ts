import { HarnessError } from '../../errors.ts'
import type { Change } from './change.ts'
import { lawfulVariants } from './lawful-variants.ts'
import { plantedBugs } from './planted-bugs.ts'

const changes: ReadonlyMap<string, Change> = new Map(Object.entries({ ...plantedBugs, ...lawfulVariants }))

/**
 * The planted bug or lawful variant of that name.
 * @throws HarnessError UNKNOWN_GATEWAY
 */
export function changeNamed(name: string): Change {
  const change = changes.get(name)
  if (change !== undefined) return change
  throw new HarnessError(
    'UNKNOWN_GATEWAY',
    `there is no reference@${name}; there are ${[...changes.keys()].join(', ')}`,
  )
}
