import type { Facts } from '../facts/facts.ts'
import { between } from '../facts/ordered.ts'
import type { Profile } from '../record/profile.ts'
import { channelsOf, type NamedChannel } from './channels.ts'
import { compare } from './compare.ts'
import { expectedConversation } from './conversation.ts'
import type { Deviation } from './deviation.ts'
import type { Item } from './items.ts'
import { Known } from './known.ts'
import { Manners } from './manners.ts'

/** How one channel of a conversation differs from what the conversation must hold. */
export type Seen = { readonly conversation: string; readonly channel: NamedChannel; readonly deviation: Deviation }

/** What oracles judge: the facts of a record, how its gateway speaks and what it may do, and what each conversation must hold. */
export class Evidence {
  readonly facts: Facts
  readonly manners: Manners
  #deviations: readonly Seen[] | undefined
  readonly #expected = new Map<string, readonly Item[]>()

  constructor(facts: Facts, profile: Profile) {
    this.facts = facts
    this.manners = new Manners(profile)
  }

  /** What a conversation holds at the end of the record, in order; each item says since when. */
  expected(conversation: string): readonly Item[] {
    const known = this.#expected.get(conversation)
    if (known !== undefined) return known
    const items = expectedConversation(this.facts, conversation, this.manners)
    this.#expected.set(conversation, items)
    return items
  }

  /** Every way in which a channel differs from its conversation, each told where it is seen first. */
  get deviations(): readonly Seen[] {
    this.#deviations ??= conversationsOf(this.facts).flatMap((conversation) => this.#deviationsIn(conversation))
    return this.#deviations
  }

  #deviationsIn(conversation: string): Seen[] {
    const items = this.expected(conversation)
    const known = new Known(this.facts, conversation, items)
    const told = new Set<string>()
    return channelsOf(this.facts, conversation, this.manners).flatMap((channel) =>
      compare(upTo(items, channel.until), channel, this.manners, known).flatMap((deviation) => {
        const key = `${channel.kind} ${keyOf(deviation, items)}`
        if (told.has(key)) return []
        told.add(key)
        return [{ conversation, channel, deviation }]
      }),
    )
  }
}

/** What a channel can hold. */
function upTo(items: readonly Item[], n: number): readonly Item[] {
  return between(items, -1, n + 1)
}

function conversationsOf(facts: Facts): string[] {
  return [...new Set([...facts.messages.all.map(({ session }) => session), ...facts.requests.conversations])]
}

function keyOf(deviation: Deviation, items: readonly Item[]): string {
  if (deviation.kind === 'missing' && deviation.call !== undefined)
    return `missing ${deviation.call.n} ${deviation.call.id}`
  if (deviation.kind !== 'stranger') return `${deviation.kind} ${items.indexOf(deviation.item)}`
  return `${deviation.kind} ${JSON.stringify(deviation.found.block)}`
}
