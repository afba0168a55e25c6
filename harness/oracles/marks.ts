import type { Facts } from '../facts/facts.ts'
import { pushTo } from '../facts/ordered.ts'
import { bare } from '../transcript/blocks.ts'
import { minLength, visitWindows } from './windows.ts'

/** Something that belongs to one session: the id of a call, the result of a tool, or words. */
export type Mark = { readonly session: string; readonly what: string; readonly text: string; readonly n: number }

/** Into so many slots the numbers of windows fall, by their last bits; a power of two. */
const slots = 1 << 18

/** Where a mark may stand in a text that holds one of its windows. */
type Place = { readonly mark: Mark; readonly offset: number }

/** What belongs to one session only, and where any of it stands in a text. What two sessions have of their own belongs to neither. */
export class Marks {
  readonly #places = new Map<number, Place[]>()
  /** which numbers may have places, by their last bits: most pieces of a text have none, and are passed over at once */
  readonly #mayHave = new Uint8Array(slots)
  readonly #shared = new Set<string>()
  /** the texts that are a session's own */
  readonly #own = new Map<string, Map<string, Mark>>()

  constructor(facts: Facts) {
    for (const mark of marksIn(facts)) if (mark.text.length >= minLength) this.#ownOf(mark.session).set(mark.text, mark)
    const all = [...this.#own.values()].flatMap((own) => [...own.values()])
    const counts = new Uint32Array(slots)
    for (const { text } of all)
      visitWindows(text, (hash) => {
        counts[slotOf(hash)] = (counts[slotOf(hash)] ?? 0) + 1
      })
    for (const mark of all) this.#add(mark, counts)
    // words that are a part of what another session says are that session's, too
    for (const { text, session } of all)
      for (const shared of this.#foundIn(text, session)) this.#shared.add(shared.text)
  }

  /** What of other sessions stands in a text that is shown in a session. */
  othersIn(text: string, session: string): Mark[] {
    // all that stands in what is the session's own is shared
    if (this.#own.get(session)?.has(text)) return []
    return [...this.#foundIn(text, session)].filter((mark) => !this.#shared.has(mark.text))
  }

  #ownOf(session: string): Map<string, Mark> {
    const own = this.#own.get(session) ?? new Map()
    this.#own.set(session, own)
    return own
  }

  #foundIn(text: string, session: string): Set<Mark> {
    const found = new Set<Mark>()
    visitWindows(text, (hash, at) => {
      if (this.#mayHave[slotOf(hash)] === 0) return
      const places = this.#places.get(hash)
      if (places === undefined) return
      for (const { mark, offset } of places)
        if (mark.session !== session && text.startsWith(mark.text, at - offset)) found.add(mark)
    })
    return found
  }

  /** Under the one of its windows that is the rarest in all marks: many texts begin, or end, alike. */
  #add(mark: Mark, counts: Uint32Array): void {
    let rarest = { hash: 0, offset: 0, others: Number.POSITIVE_INFINITY }
    visitWindows(mark.text, (hash, offset) => {
      const others = counts[slotOf(hash)] ?? 0
      if (others < rarest.others) rarest = { hash, offset, others }
    })
    pushTo(this.#places, rarest.hash, { mark, offset: rarest.offset })
    this.#mayHave[slotOf(rarest.hash)] = 1
  }
}

function slotOf(hash: number): number {
  return hash & (slots - 1)
}

function marksIn(facts: Facts): Mark[] {
  return [
    ...facts.calls.all.flatMap(({ id, n, request: { session } }) =>
      [id, bare(id)].map((text) => ({ session, what: 'the id of a call', text, n })),
    ),
    ...facts.calls.all.flatMap(({ ends, request: { session } }) =>
      ends.map(({ text, n }) => ({ session, what: 'the result of a tool', text, n })),
    ),
    ...facts.messages.accepted.map(({ session, text, n }) => ({ session, what: 'what a person said', text, n })),
    ...facts.requests.main.flatMap(({ session, replying }) =>
      replying === undefined ? [] : [{ session, what: 'what the model said', text: replying.text, n: replying.n }],
    ),
  ].flatMap(({ session, ...mark }) => (session === undefined ? [] : [{ session, ...mark }]))
}
