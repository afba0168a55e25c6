import type { Lexicon, LibertyName, Meaning, Profile } from '../record/profile.ts'
import { type Turn, textOf } from '../transcript/transcript.ts'

/** What a profile says, ready to be asked. */
export class Manners {
  /** each liberty with the ways in which it is taken, as a gateway may have several notices for results that it cuts */
  readonly #liberties: ReadonlyMap<LibertyName, readonly (RegExp | undefined)[]>
  readonly #invented: readonly RegExp[]
  readonly #turnedAway: readonly RegExp[]
  readonly #phrases: readonly { readonly pattern: RegExp; readonly means: Meaning }[]
  readonly lexicon: Lexicon

  constructor({ liberties, lexicon }: Profile) {
    const ways = Map.groupBy(liberties, ({ name }) => name)
    this.#liberties = new Map(
      [...ways].map(([name, taken]) => [
        name,
        taken.map(({ pattern }) => (pattern === undefined ? undefined : new RegExp(pattern, 'i'))),
      ]),
    )
    this.#invented = lexicon.invented.map((pattern) => new RegExp(pattern, 'i'))
    this.#turnedAway = lexicon.turnedAway.map((pattern) => new RegExp(pattern, 'i'))
    this.#phrases = lexicon.phrases.map(({ phrase, means }) => ({ pattern: new RegExp(phrase), means }))
    this.lexicon = lexicon
  }

  /** Whether the gateway takes a liberty, with these words where the liberty is one of words. */
  takes(name: LibertyName, words?: string): boolean {
    const ways = this.#liberties.get(name) ?? []
    return ways.some((pattern) => pattern === undefined || words === undefined || pattern.test(words))
  }

  /** Whether a conversation ends with what the gateway asks the model for itself, in a request that offers tools. */
  asksAside(turns: readonly Turn[]): boolean {
    const last = turns.at(-1)
    return (
      last !== undefined && this.#liberties.get('asks-aside')?.some((pattern) => pattern?.test(textOf(last))) === true
    )
  }

  /** A text without the time, or how long something took, that the gateway has written into it. */
  withoutTimes(text: string): string {
    const times = (this.#liberties.get('tells-the-time') ?? []).flatMap((pattern) => pattern ?? [])
    return times.reduce((left, time) => left.replaceAll(new RegExp(time, 'gi'), '«time»'), text)
  }

  /** Whether a text is what the gateway sends in the place of a result that it lacks. */
  invents(text: string): boolean {
    return this.#invented.some((pattern) => pattern.test(text))
  }

  /** Whether a text turns away a tool of the gateway's own that called back into it. */
  turnsAway(text: string): boolean {
    return this.#turnedAway.some((pattern) => pattern.test(text))
  }

  /** What the result of a call says of its tool, if anything. */
  meaningOf(text: string): Meaning | undefined {
    return this.#phrases.find(({ pattern }) => pattern.test(text))?.means
  }
}
