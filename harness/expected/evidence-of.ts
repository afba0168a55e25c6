import { factsOf } from '../facts/facts-of.ts'
import type { Entry } from '../record/entry.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { Evidence } from './evidence.ts'

/** The evidence that a stored record is, for a gateway with a profile; for one that takes no liberties when none is given. */
export function evidenceOf(entries: readonly Entry[], profile: Profile = plainProfile): Evidence {
  const composes = profile.liberties.some(({ name }) => name === 'composes-letters')
  return new Evidence(factsOf(composes ? entries.map(composed) : entries), profile)
}

/** A message as a gateway takes it that composes letters: it holds the same words, and what comes of it is compared with these. */
function composed(entry: Entry): Entry {
  if (entry.kind === 'client-sent') return { ...entry, text: entry.text.normalize('NFC') }
  if (entry.kind === 'provider-asked' && entry.says !== undefined)
    return { ...entry, says: entry.says.normalize('NFC') }
  return entry
}
