import type { Asked } from './answer.ts'
import type { Keeping, Kept, WireReply, WireRequest } from './dialect.ts'
import { isObject } from './json.ts'
import { field } from './wire.ts'

/** How much is kept; the oldest is forgotten first, as an API forgets after some days. */
const maxKept = 10_000

/** What an API keeps of conversations, by the ids of its replies or by ids of their own. */
export class Memory {
  readonly #conversations = new Map<string, Kept>()
  readonly #items = new Map<string, unknown>()
  #begun = 0

  /** Begins a conversation with the items that are given, if any; its id. */
  begin(items: unknown): string {
    const id = `conv_gatecrash${++this.#begun}`
    remember(this.#conversations, id, { items: Array.isArray(items) ? items : [], fields: {} })
    return id
  }

  /** Keeps a conversation under an id that somebody else has given it. */
  keepAs(id: string, kept: Kept): void {
    remember(this.#conversations, id, kept)
  }

  /** What is kept under an id. */
  get(id: string): Kept | undefined {
    return this.#conversations.get(id)
  }

  /** Forgets what is kept under an id; whether there was something. */
  forget(id: string): boolean {
    return this.#conversations.delete(id)
  }

  /** The request with all that the API keeps of the conversation that it goes on from. */
  recall<R extends WireRequest>(request: R, keeping: Keeping | undefined): R {
    if (keeping === undefined || !isObject(request.body)) return request
    const id = keeping.from(request.body)
    const kept = id === undefined ? undefined : this.#conversations.get(id)
    if (id !== undefined && kept === undefined) return request
    const asked = this.#resolved(request.body, keeping)
    const before = kept?.items ?? []
    if (kept === undefined && asked === undefined) return request
    const items = [...before, ...(asked ?? keeping.asked(request.body))]
    return { ...request, body: { ...kept?.fields, ...request.body, [keeping.field]: items }, kept: before.length }
  }

  /** The items of a request in place of those that only stand for them; nothing when none does. */
  #resolved(body: unknown, { asked, standsFor }: Keeping): readonly unknown[] | undefined {
    const idOf = standsFor ?? (() => undefined)
    const items = asked(body)
    if (!items.some((item) => this.#items.has(idOf(item) ?? ''))) return undefined
    return items.map((item) => this.#items.get(idOf(item) ?? '') ?? item)
  }

  /** Keeps what a request asked and what was said to it, where its API does. */
  keep({ dialect: { keeping }, body }: Asked, reply: WireReply): void {
    const ids = keeping?.as(reply, body) ?? []
    if (keeping === undefined || ids.length === 0) return
    const said = keeping.said(reply, body)
    const fields = Object.fromEntries(keeping.lasting.map((name) => [name, field(body, name)]))
    const kept = { items: [...keeping.asked(body), ...said], fields, document: keeping.document?.(reply, body) }
    for (const id of ids) remember(this.#conversations, id, kept)
    for (const item of said) if (isObject(item) && typeof item.id === 'string') remember(this.#items, item.id, item)
  }
}

function remember<T>(all: Map<string, T>, id: string, value: T): void {
  all.delete(id)
  all.set(id, value)
  const [oldest] = all.keys()
  if (all.size > maxKept && oldest !== undefined) all.delete(oldest)
}
