import { factsOf } from '../facts/facts-of.ts'
import type { Entry } from '../record/entry.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { entriesOf } from '../record/record.ts'
import { Evidence } from './evidence.ts'

/** The evidence that a stored record is, for a gateway with a profile; the record's own when none is given. */
export function evidenceOf(entries: readonly Entry[], profile: Profile = profileIn(entries)): Evidence {
  return new Evidence(factsOf(entries), profile)
}

/** The profile of the gateway that a record was made with, which records of format 1 lack. */
function profileIn(entries: readonly Entry[]): Profile {
  return entriesOf(entries, 'run-started')[0]?.profile ?? plainProfile
}
