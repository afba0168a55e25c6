import { factsOf } from '../facts/facts-of.ts'
import type { Entry } from '../record/entry.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { Evidence } from './evidence.ts'

/** The evidence that a stored record is, for a gateway with a profile; for one that takes no liberties when none is given. */
export function evidenceOf(entries: readonly Entry[], profile: Profile = plainProfile): Evidence {
  return new Evidence(factsOf(entries), profile)
}
