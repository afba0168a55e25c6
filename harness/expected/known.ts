import type { Facts } from '../facts/facts.ts'
import { bare } from '../transcript/blocks.ts'
import { jsonOf } from './json-of.ts'

/** Everything that was ever said or called in a conversation, owed or not: what is none of it is a stranger. */
export class Known {
  readonly #texts = new Map<string, number>()
  readonly #calls = new Set<string>()
  readonly #said: string[] = []
  /** whether a person talks in it; a task of a spawned session begins with words of the gateway */
  readonly hasPerson: boolean
  /** the entry of the first compaction that a person asked for; `Infinity` without one */
  readonly compacted: number

  constructor(facts: Facts, conversation: string) {
    const messages = facts.messages.in(conversation)
    this.hasPerson = messages.length > 0
    for (const { text } of messages) this.#count('user', text)
    for (const { replying, calls } of facts.requests.of(conversation)) {
      if (replying !== undefined && replying.text.trim() !== '') this.#count('assistant', replying.text)
      for (const { id, name, input } of calls) this.#calls.add(bare(id)).add(`${name} ${jsonOf(input)}`)
    }
    const compactions = facts.messages.ordersIn(conversation).filter(({ sent }) => sent.what === 'compact')
    this.compacted = compactions[0]?.n ?? Number.POSITIVE_INFINITY
  }

  /** How often a text was said by a role. */
  times(role: 'user' | 'assistant', text: string): number {
    return this.#texts.get(`${role} ${text.trim()}`) ?? 0
  }

  /** Whether a text is a part of what a role said, as of a reply that broke off. */
  isPart(role: 'user' | 'assistant', text: string): boolean {
    const part = text.trim()
    return this.#said.some((said) => said.startsWith(role) && said.includes(part))
  }

  /** Whether a text of a role holds something that the role said. */
  isAround(role: 'user' | 'assistant', text: string): boolean {
    return this.#said.some((said) => said.startsWith(role) && text.includes(said.slice(role.length + 1)))
  }

  /** Whether the model made a call, by its id or by what it calls. */
  isCall({ id, name, input }: { readonly id: string; readonly name: string; readonly input: unknown }): boolean {
    return this.#calls.has(bare(id)) || this.#calls.has(`${name} ${jsonOf(input)}`)
  }

  #count(role: 'user' | 'assistant', text: string): void {
    const key = `${role} ${text.trim()}`
    if (!this.#texts.has(key)) this.#said.push(key)
    this.#texts.set(key, (this.#texts.get(key) ?? 0) + 1)
  }
}
