import type { Facts } from '../facts/facts.ts'
import { bare } from '../transcript/blocks.ts'

/** Something that belongs to one session: the id of a call, the result of a tool, or words. */
export type Mark = { readonly session: string; readonly what: string; readonly text: string; readonly n: number }

/** Shorter words, such as "go on", may stand in any text. */
const minLength = 10

/** What belongs to one session only, and where any of it stands in a text. What two sessions have of their own belongs to neither. */
export class Marks {
  readonly #byStart = new Map<string, Mark[]>()

  constructor(facts: Facts) {
    const all = marksIn(facts).filter(({ text }) => text.length >= minLength)
    for (const mark of all) this.#add(mark)
    // words that are a part of what another session says are that session's, too
    for (const { text, session } of all) for (const shared of this.othersIn(text, session)) this.#remove(shared)
  }

  /** What of other sessions stands in a text that is shown in a session. */
  othersIn(text: string, session: string): Mark[] {
    const found = new Set<Mark>()
    for (let at = 0; at + minLength <= text.length; at++)
      for (const mark of this.#byStart.get(text.slice(at, at + minLength)) ?? [])
        if (mark.session !== session && text.startsWith(mark.text, at)) found.add(mark)
    return [...found]
  }

  #add(mark: Mark): void {
    const start = mark.text.slice(0, minLength)
    const known = this.#byStart.get(start)
    if (known === undefined) this.#byStart.set(start, [mark])
    else if (!known.some(({ text, session }) => text === mark.text && session === mark.session)) known.push(mark)
  }

  #remove(mark: Mark): void {
    const start = mark.text.slice(0, minLength)
    this.#byStart.set(
      start,
      (this.#byStart.get(start) ?? []).filter(({ text }) => text !== mark.text),
    )
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
