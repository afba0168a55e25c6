import { bare } from '../transcript/blocks.ts'
import type { Item } from './items.ts'
import { jsonOf } from './json-of.ts'

/**
 * What a channel still has to show. Of pieces that are alike, those that are owed are shared out first: what nobody owes, as a reply that
 * broke off before the same was said again, has only what is left.
 */
export class Demand {
  readonly #items: readonly Item[]
  readonly #owes: (item: Item) => boolean
  readonly #met = new Set<Item>()
  /** counted only when somebody asks, which few channels need */
  #owed: Map<string, number> | undefined

  constructor(items: readonly Item[], owes: (item: Item) => boolean) {
    this.#items = items
    this.#owes = owes
  }

  /** How many texts of a role with these words are still owed. */
  ofText(role: 'user' | 'assistant', text: string): number {
    return this.#count(textKey(role, text))
  }

  /** How many calls with an id are still owed. */
  ofId(id: string): number {
    return this.#count(idKey(id))
  }

  /** How many calls of a tool with these arguments are still owed. */
  ofCall(name: string, input: unknown): number {
    return this.#count(callKey(name, input))
  }

  /** An item that is owed has been looked for. */
  met(item: Item): void {
    this.#met.add(item)
    if (this.#owed !== undefined) for (const key of keysOf(item)) add(this.#owed, key, -1)
  }

  #count(key: string): number {
    this.#owed ??= this.#stillOwed()
    return this.#owed.get(key) ?? 0
  }

  #stillOwed(): Map<string, number> {
    const owed = new Map<string, number>()
    for (const item of this.#items)
      if (this.#owes(item) && !this.#met.has(item)) for (const key of keysOf(item)) add(owed, key, 1)
    return owed
  }
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

function keysOf(item: Item): string[] {
  if (item.type === 'message') return [textKey('user', item.text)]
  if (item.type === 'result') return []
  return [
    textKey('assistant', item.text),
    ...item.calls.flatMap(({ id, name, input }) => [idKey(id), callKey(name, input)]),
  ]
}

function textKey(role: string, text: string): string {
  return `${role} ${text.trim()}`
}

function idKey(id: string): string {
  return `id ${bare(id)}`
}

function callKey(name: string | undefined, input: unknown): string {
  return `call ${name} ${jsonOf(input)}`
}
