import type { Facts } from '../facts/facts.ts'
import { bare } from '../transcript/blocks.ts'
import type { Item } from './items.ts'
import { jsonOf } from './json-of.ts'

/** Everything that was ever said or called in a conversation, owed or not: what is none of it is a stranger. */
export class Known {
  readonly #texts = new Map<string, number>()
  readonly #calls = new Set<string>()
  readonly #ids = new Map<string, number>()
  readonly #returned = new Map<string, number>()
  readonly #said: string[] = []
  readonly #bare = new Map<string, string>()
  /** what the model said in replies that nobody owes as a whole, and whether the same was said again later */
  readonly #broken: { readonly text: string; readonly isRetried: boolean }[]
  /** whether a person talks in it; a task of a spawned session begins with words of the gateway */
  readonly hasPerson: boolean
  /** the entry of the first compaction that a person asked for; `Infinity` without one */
  readonly compacted: number
  readonly #compactions: readonly number[]
  readonly #resets: readonly number[]

  constructor(facts: Facts, conversation: string, items: readonly Item[]) {
    const messages = facts.messages.in(conversation)
    this.hasPerson = messages.length > 0
    for (const { text } of messages) this.#count('user', text)
    for (const { replying, calls } of facts.requests.of(conversation)) {
      if (replying !== undefined && replying.text.trim() !== '') this.#count('assistant', replying.text)
      for (const { id, name, input } of calls) {
        this.#calls.add(`${name} ${jsonOf(input)}`)
        this.#ids.set(this.bare(id), this.timesCalled(id) + 1)
      }
      for (const { text } of calls.flatMap(({ ends }) => ends))
        this.#returned.set(text.trim(), this.timesReturned(text) + 1)
    }
    this.#broken = brokenReplies(facts, conversation, items)
    const orders = facts.messages.ordersIn(conversation)
    this.#compactions = orders.flatMap(({ n, sent }) => (sent.what === 'compact' ? [n] : []))
    this.#resets = orders.flatMap(({ n, sent }) => (sent.what === 'reset' ? [n] : []))
    this.compacted = this.#compactions[0] ?? Number.POSITIVE_INFINITY
  }

  /** Whether a person asked for a compaction with this entry. */
  isCompaction(n: number): boolean {
    return this.#compactions.includes(n)
  }

  /** Whether a person began the session anew before this entry. */
  isReset(n: number): boolean {
    return this.#resets.some((reset) => reset < n)
  }

  /** The letters and digits of a call's id; each channel of the conversation asks for the same ones. */
  bare(id: string): string {
    const before = this.#bare.get(id)
    if (before !== undefined) return before
    const letters = bare(id)
    this.#bare.set(id, letters)
    return letters
  }

  /** How often the model made a call with an id: a model may use one twice. */
  timesCalled(id: string): number {
    return this.#ids.get(this.bare(id)) ?? 0
  }

  /** How often a text was said by a role. */
  times(role: 'user' | 'assistant', text: string): number {
    return this.#texts.get(`${role} ${text.trim()}`) ?? 0
  }

  /** Whether a text is a part of a reply that broke off and was never whole; or, with `retried`, of one that was whole only later. */
  isBroken(text: string, retried: boolean): boolean {
    const part = text.trim()
    return this.#broken.some((reply) => reply.isRetried === retried && reply.text.includes(part))
  }

  /** Whether a text of a role holds something that the role said. */
  isAround(role: 'user' | 'assistant', text: string): boolean {
    return this.#said.some((said) => said.startsWith(role) && text.includes(said.slice(role.length + 1)))
  }

  /** How often a tool returned exactly this. */
  timesReturned(text: string): number {
    return this.#returned.get(text.trim()) ?? 0
  }

  /** Whether the model made a call, by its id or by what it calls. */
  isCall({ id, name, input }: { readonly id: string; readonly name: string; readonly input: unknown }): boolean {
    return this.timesCalled(id) > 0 || this.#calls.has(`${name} ${jsonOf(input)}`)
  }

  #count(role: 'user' | 'assistant', text: string): void {
    const key = `${role} ${text.trim()}`
    if (!this.#texts.has(key)) this.#said.push(key)
    this.#texts.set(key, (this.#texts.get(key) ?? 0) + 1)
  }
}

function brokenReplies(facts: Facts, conversation: string, items: readonly Item[]) {
  const whole = new Map(
    items.flatMap((item) =>
      item.type === 'reply' && Number.isFinite(item.due) ? [[item.request, item.text] as const] : [],
    ),
  )
  const attempts = Map.groupBy(facts.requests.of(conversation), ({ message, asked }) => `${message?.n} ${asked.reply}`)
  return facts.requests.of(conversation).flatMap((request) => {
    const text = request.replying?.text ?? ''
    if (text.trim() === '' || whole.get(request) === text) return []
    const later = attempts.get(`${request.message?.n} ${request.asked.reply}`) ?? []
    return [{ text, isRetried: later.some((other) => other.n > request.n && whole.has(other)) }]
  })
}
