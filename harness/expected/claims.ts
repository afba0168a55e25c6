import type { Turn } from '../transcript/transcript.ts'
import type { Piece } from './deviation.ts'
import { jsonOf } from './json-of.ts'
import type { Known } from './known.ts'

/** The blocks of a channel, and which of them belong to what is expected. */
export class Claims {
  readonly pieces: readonly Piece[]
  readonly #claimed = new Set<number>()
  readonly #exact = { user: new Map<string, number[]>(), assistant: new Map<string, number[]>() }
  readonly #results = new Map<string, number[]>()
  readonly #calls = new Map<string, number[]>()
  readonly #texts: readonly Piece[]
  readonly #known: Known
  /** calls by what they call: only needed where ids do not tell */
  #called: Map<string, number[]> | undefined
  /** results by their words: the same */
  #said: Map<string, number[]> | undefined
  /** where the next text of a role is likely to stand, since they are looked for in order */
  readonly #next = { user: 0, assistant: 0 }

  constructor(turns: readonly Turn[], known: Known) {
    this.#known = known
    const pieces: Piece[] = []
    for (const { role, blocks, at } of turns)
      for (const block of blocks) pieces.push({ role, block, at, index: pieces.length })
    this.pieces = pieces
    for (const { role, block, index } of this.pieces) {
      if (block.type === 'text') add(this.#exact[role], block.text.trim(), index)
      if (block.type === 'result') add(this.#results, known.bare(block.id), index)
      if (block.type === 'call') add(this.#calls, known.bare(block.id), index)
    }
    this.#texts = this.pieces.filter(({ block }) => block.type === 'text' && block.text.trim() !== '')
  }

  /** The texts of a role that are exactly this and that nobody has claimed. */
  texts(role: Piece['role'], text: string): Piece[] {
    return this.#free(this.#exact[role], text.trim())
  }

  /**
   * The first text of a role that holds these words and more, claimed or not: several messages may stand in one. What was said so, word for
   * word, is something else.
   */
  textAround(role: Piece['role'], words: string, isSaid: (text: string) => boolean): Piece | undefined {
    const isSuch = ({ block, ...piece }: Piece) =>
      piece.role === role && block.type === 'text' && block.text.includes(words.trim()) && !isSaid(block.text)
    const from = this.#next[role]
    const found = this.#texts.find((piece, index) => index >= from && isSuch(piece)) ?? this.#texts.find(isSuch)
    if (found !== undefined) this.#next[role] = this.#texts.indexOf(found)
    return found
  }

  /** The calls with an id that nobody has claimed. */
  callsWithId(id: string): Piece[] {
    return this.#free(this.#calls, this.#known.bare(id))
  }

  /** How many calls have an id, claimed or not. */
  timesCalled(id: string): number {
    return this.#calls.get(this.#known.bare(id))?.length ?? 0
  }

  /** The calls of a tool with these arguments, whatever their ids, that nobody has claimed. */
  callsOf(name: string, input: unknown): Piece[] {
    this.#called ??= this.#byWhatTheyCall()
    return this.#free(this.#called, `${name} ${jsonOf(input)}`)
  }

  /** The results with the id of a call that come after it and before another call that somebody has claimed has its id. */
  resultsOf(call: Piece): Piece[] {
    if (call.block.type !== 'call') return []
    const id = this.#known.bare(call.block.id)
    const later = this.#calls.get(id)?.find((index) => index > call.index && this.#claimed.has(index))
    const next = later ?? Number.POSITIVE_INFINITY
    const own = (this.#results.get(id) ?? []).filter((index) => index > call.index && index < next)
    return own.map((index) => this.pieces[index] as Piece)
  }

  /** The results that say exactly this. */
  resultsSaying(text: string): Piece[] {
    this.#said ??= this.#byWords()
    return (this.#said.get(text.trim()) ?? []).map((index) => this.pieces[index] as Piece)
  }

  /** The first result that holds a text. */
  resultWhere(text: string): Piece | undefined {
    return this.pieces.find(({ block }) => block.type === 'result' && block.text.includes(text))
  }

  claim(piece: Piece): void {
    this.#claimed.add(piece.index)
  }

  isFree({ index }: Piece): boolean {
    return !this.#claimed.has(index)
  }

  /** What nobody has claimed. */
  get free(): Piece[] {
    return this.pieces.filter((piece) => this.isFree(piece))
  }

  /** What of a list nobody has claimed. */
  #free(lists: Map<string, number[]>, key: string): Piece[] {
    const free: Piece[] = []
    for (const index of lists.get(key) ?? []) if (!this.#claimed.has(index)) free.push(this.pieces[index] as Piece)
    return free
  }

  #byWords(): Map<string, number[]> {
    const said = new Map<string, number[]>()
    for (const { block, index } of this.pieces) if (block.type === 'result') add(said, block.text.trim(), index)
    return said
  }

  #byWhatTheyCall(): Map<string, number[]> {
    const called = new Map<string, number[]>()
    for (const { block, index } of this.pieces)
      if (block.type === 'call') add(called, `${block.name} ${jsonOf(block.input)}`, index)
    return called
  }
}

function add(map: Map<string, number[]>, key: string, index: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [index])
  else list.push(index)
}
