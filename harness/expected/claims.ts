import { bare } from '../transcript/blocks.ts'
import type { Turn } from '../transcript/transcript.ts'
import type { Piece } from './deviation.ts'

/** The blocks of a channel, and which of them belong to what is expected. */
export class Claims {
  readonly pieces: readonly Piece[]
  readonly #claimed = new Set<number>()
  readonly #exact = new Map<string, number[]>()
  readonly #results = new Map<string, number[]>()
  readonly #calls = new Map<string, number[]>()
  readonly #said = new Map<string, number[]>()
  readonly #texts: readonly Piece[]
  /** where the next text of a role is likely to stand, since they are looked for in order */
  readonly #next = { user: 0, assistant: 0 }

  constructor(turns: readonly Turn[]) {
    const all = turns.flatMap(({ role, blocks, at }) => blocks.map((block) => ({ role, block, at })))
    this.pieces = all.map((piece, index) => ({ ...piece, index }))
    for (const { role, block, index } of this.pieces) {
      if (block.type === 'text') add(this.#exact, `${role} ${block.text.trim()}`, index)
      if (block.type === 'result') {
        add(this.#results, bare(block.id), index)
        add(this.#said, block.text.trim(), index)
      }
      if (block.type === 'call') add(this.#calls, bare(block.id), index)
    }
    this.#texts = this.pieces.filter(({ block }) => block.type === 'text' && block.text.trim() !== '')
  }

  /** The first text of a role that is exactly this and that nobody has claimed. */
  text(role: Piece['role'], text: string): Piece | undefined {
    return this.#free(this.#exact.get(`${role} ${text.trim()}`))
  }

  /** The first text of a role that fits, whether somebody has claimed it or not: several messages may stand in one. */
  textWhere(role: Piece['role'], fits: (text: string) => boolean): Piece | undefined {
    const isSuch = (piece: Piece) => piece.role === role && piece.block.type === 'text' && fits(piece.block.text)
    const from = this.#next[role]
    const found = this.#texts.find((piece, index) => index >= from && isSuch(piece)) ?? this.#texts.find(isSuch)
    if (found !== undefined) this.#next[role] = this.#texts.indexOf(found, from)
    return found
  }

  /** The first call with an id, or one that fits, that nobody has claimed. */
  call(id: string, fits: (piece: Piece) => boolean): Piece | undefined {
    return this.#free(this.#calls.get(bare(id))) ?? this.pieces.find((piece) => this.isFree(piece) && fits(piece))
  }

  /** The results with the id of a call that come after it and before its id is used again. */
  resultsOf(call: Piece): Piece[] {
    if (call.block.type !== 'call') return []
    const id = bare(call.block.id)
    const next = this.#calls.get(id)?.find((index) => index > call.index) ?? Number.POSITIVE_INFINITY
    const own = (this.#results.get(id) ?? []).filter((index) => index > call.index && index < next)
    return own.map((index) => this.pieces[index] as Piece)
  }

  /** The results that say exactly this. */
  resultsSaying(text: string): Piece[] {
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

  #free(indexes: readonly number[] | undefined): Piece | undefined {
    const index = indexes?.find((one) => !this.#claimed.has(one))
    return index === undefined ? undefined : this.pieces[index]
  }
}

function add(map: Map<string, number[]>, key: string, index: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [index])
  else list.push(index)
}
