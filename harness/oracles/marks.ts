import type { Facts } from '../facts/facts.ts'
import { pushTo } from '../facts/ordered.ts'
import { bare } from '../transcript/blocks.ts'
import { minLength, visitWindows } from './windows.ts'

/** Something that belongs to one session: the id of a call, the result of a tool, or words. */
export type Mark = { readonly session: string; readonly what: string; readonly text: string; readonly n: number }

/** Where a mark may stand in a text that holds one of its windows. */
type Place = { readonly mark: Mark; readonly offset: number }

/** What belongs to one session only, and where any of it stands in a text. What two sessions have of their own belongs to neither. */
export class Marks {
  readonly #places = new Map<number, Place[]>()
  /** which numbers may have places, by their last bits: most pieces of a text have none, and are passed over at once */
  readonly #mayHave = new Uint8Array(1 << 18)
  readonly #shared = new Set<string>()

  constructor(facts: Facts) {
    const all = marksIn(facts).filter(({ text }) => text.length >= minLength)
    const own = new Map(all.map((mark) => [`${mark.session}\n${mark.text}`, mark]))
    for (const mark of own.values()) this.#add(mark)
    // words that are a part of what another session says are that session's, too
    for (const { text, session } of own.values())
      for (const shared of this.othersIn(text, session)) this.#shared.add(shared.text)
  }

  /** What of other sessions stands in a text that is shown in a session. */
  othersIn(text: string, session: string): Mark[] {
    const found = new Set<Mark>()
    visitWindows(text, (hash, at) => {
      if (this.#mayHave[hash & (this.#mayHave.length - 1)] === 0) return
      const places = this.#places.get(hash)
      if (places === undefined) return
      for (const { mark, offset } of places)
        if (mark.session !== session && text.startsWith(mark.text, at - offset)) found.add(mark)
    })
    return [...found].filter((mark) => !this.#shared.has(mark.text))
  }

  /** Under the one of its windows that the fewest others have: many texts begin alike. */
  #add(mark: Mark): void {
    let rarest = { hash: 0, offset: 0, others: Number.POSITIVE_INFINITY }
    visitWindows(mark.text, (hash, offset) => {
      const others = this.#places.get(hash)?.length ?? 0
      // of equals the last, since texts differ more often at their end
      if (others <= rarest.others) rarest = { hash, offset, others }
    })
    pushTo(this.#places, rarest.hash, { mark, offset: rarest.offset })
    this.#mayHave[rarest.hash & (this.#mayHave.length - 1)] = 1
  }
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
