import type { Mutant } from './mutant.ts'
import known from './reasons.json' with { type: 'json' }
import type { Reason } from './score.ts'

/** Why mutants of the reference gateway live, by their names; somebody has read each. */
export const reasons = known as readonly Reason[]

/** Whether a mutant lived when the reasons were written. */
export function hasLived({ name }: Mutant): boolean {
  return reasons.some(({ mutants }) => mutants.includes(name))
}

/** Whether a mutant may be run: it does not end processes of other people. */
export function isHarmless({ name }: Mutant): boolean {
  return !reasons.some(({ isHarmful, mutants }) => isHarmful === true && mutants.includes(name))
}

/** Whether a mutant lived and does wrong, so that a new scenario or claim may catch it. */
export function isWanted({ name }: Mutant): boolean {
  return reasons.some(({ kind, mutants }) => (kind === 'unseen' || kind === 'unreached') && mutants.includes(name))
}
