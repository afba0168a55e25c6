import type { Fault } from '../explore/fault.ts'
import type { Instant } from '../explore/instants.ts'
import { type Ground, sweep } from '../explore/sweep.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { Rebuilt } from './rebuild.ts'

/** A schedule that may show a failure again, and what it does where. */
export type Candidate = { readonly scenario: Scenario; readonly seen: string }

/**
 * Every fault at every instant of the turn that broke, the likeliest first: the instants at which the same tools had not ended or, where a call
 * was lost, replies that break off, the latest instants of all first.
 */
export function candidatesOf(
  instants: readonly Instant[],
  faults: readonly Fault[],
  rebuilt: Rebuilt,
  ground: Ground,
): Candidate[] {
  const own = ofLastMessage(instants, rebuilt.message)
  const likely = (rebuilt.lostCall ? own.toReversed() : own).toSorted(
    (a, b) => farFrom(a, rebuilt) - farFrom(b, rebuilt),
  )
  const all = sweep(likely, faults, ground).flatMap((cell) =>
    'scenario' in cell ? [{ scenario: cell.scenario, seen: `${cell.fault} at ${cell.instant}` }] : [],
  )
  return rebuilt.lostCall ? all.toSorted((a, b) => Number(breaksReply(b)) - Number(breaksReply(a))) : all
}

/** Whether a reply breaks off by itself, and not since the gateway ends. */
function breaksReply({ scenario }: Candidate): boolean {
  return scenario.steps.some((step) => 'fault' in step && step.fault !== undefined && step.fault.kind !== 'stall')
}

/** The instants from the acceptance of the last message on. */
function ofLastMessage(instants: readonly Instant[], message: string): readonly Instant[] {
  const from = instants.findIndex(({ name }) => name.includes(`"${message}" accepted`))
  return instants.slice(Math.max(from, 0))
}

/** How many tools are in another state than they were in when it broke; a call is lost inside the reply that has it. */
function farFrom({ held, inside }: Instant, { open, lostCall }: Rebuilt): number {
  if (lostCall) return inside?.reply.do === 'model.calls' ? 0 : 1
  const other = [...held.filter((name) => !open.includes(name)), ...open.filter((name) => !held.includes(name))]
  return other.length + (inside === undefined ? 0 : 0.5)
}
