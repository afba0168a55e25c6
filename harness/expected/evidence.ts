import type { Facts } from '../facts/facts.ts'
import { expectedConversation } from './conversation.ts'
import type { Item } from './items.ts'
import type { Profile } from '../record/profile.ts'
import { Manners } from './manners.ts'

/** What oracles judge: the facts of a record, how its gateway speaks and what it may do, and what each conversation must hold. */
export class Evidence {
  readonly facts: Facts
  readonly manners: Manners
  readonly #expected = new Map<string, readonly Item[]>()

  constructor(facts: Facts, profile: Profile) {
    this.facts = facts
    this.manners = new Manners(profile)
  }

  /** What a conversation holds at the end of the record, in order; each item says since when. */
  expected(conversation: string): readonly Item[] {
    const known = this.#expected.get(conversation)
    if (known !== undefined) return known
    const items = expectedConversation(this.facts, conversation)
    this.#expected.set(conversation, items)
    return items
  }
}
