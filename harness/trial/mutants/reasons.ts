import known from './reasons.json' with { type: 'json' }
import type { Reason } from './score.ts'

/** Why mutants of the reference gateway live, by their names; somebody has read each. */
export const reasons = known as readonly Reason[]
