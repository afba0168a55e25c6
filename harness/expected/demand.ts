import { bare } from '../transcript/blocks.ts'
import type { Item } from './items.ts'
import { jsonOf } from './json-of.ts'

/**
 * What a channel still has to show. Of pieces that are alike, those that are owed are shared out first: what nobody owes, as a reply that
 * broke off before the same was said again, has only what is left.
 */
export class Demand {
  readonly #owed = new Map<string, number>()

  constructor(items: readonly Item[], owes: (item: Item) => boolean) {
    for (const item of items) if (owes(item)) for (const key of keysOf(item)) this.#add(key, 1)
  }

  /** How many texts of a role with these words are still owed. */
  ofText(role: 'user' | 'assistant', text: string): number {
    return this.#owed.get(textKey(role, text)) ?? 0
  }

  /** How many calls with an id are still owed. */
  ofId(id: string): number {
    return this.#owed.get(idKey(id)) ?? 0
  }

  /** How many calls of a tool with these arguments are still owed. */
  ofCall(name: string, input: unknown): number {
    return this.#owed.get(callKey(name, input)) ?? 0
  }

  /** An item that is owed has been looked for. */
  met(item: Item): void {
    for (const key of keysOf(item)) this.#add(key, -1)
  }

  #add(key: string, count: number): void {
    this.#owed.set(key, (this.#owed.get(key) ?? 0) + count)
  }
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
