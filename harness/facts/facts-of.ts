import type { Entry } from '../record/entry.ts'
import { attribute } from './attribute.ts'
import { Facts } from './facts.ts'

/**
 * The index of a stored record. Entries that do not say what they belong to, as those of format 1, are attributed as they would have been
 * when they were noted.
 */
export function factsOf(entries: readonly Entry[]): Facts {
  const facts = new Facts()
  for (const entry of entries) facts.add(attribute(facts, entry) as Entry)
  return facts
}
