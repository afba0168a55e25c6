import type { Fault } from '../explore/faults.ts'
import type { Instant } from '../explore/instants.ts'
import { type Ground, sweep } from '../explore/sweep.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { Rebuilt } from './rebuild.ts'

/** A schedule that may show a failure again, and what it does where. */
export type Candidate = { readonly scenario: Scenario; readonly seen: string }

/** Every fault at every instant of the turn that broke, the likeliest instants first: those at which the same tools had not ended. */
export function candidatesOf(
  instants: readonly Instant[],
  faults: readonly Fault[],
  rebuilt: Rebuilt,
  ground: Ground,
): Candidate[] {
  const own = ofLastMessage(instants, rebuilt.message)
  const likely = own.toSorted((a, b) => farFrom(a, rebuilt) - farFrom(b, rebuilt))
  return sweep(likely, faults, ground).flatMap((cell) =>
    'scenario' in cell ? [{ scenario: cell.scenario, seen: `${cell.fault} at ${cell.instant}` }] : [],
  )
}

/** The instants from the acceptance of the last message on. */
function ofLastMessage(instants: readonly Instant[], message: string): readonly Instant[] {
  const from = instants.findIndex(({ name }) => name.includes(`"${message}" accepted`))
  return instants.slice(Math.max(from, 0))
}

/** How many tools are in another state than they were in when it broke; a call is lost inside a reply only. */
function farFrom({ held, inside }: Instant, { open, lostCall }: Rebuilt): number {
  if (lostCall) return inside === undefined ? 1 : 0
  const other = [...held.filter((name) => !open.includes(name)), ...open.filter((name) => !held.includes(name))]
  return other.length + (inside === undefined ? 0 : 0.5)
}
