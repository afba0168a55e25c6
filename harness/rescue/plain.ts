import { isInTree } from '../store/branch.ts'
import type { Entry, Piece, SessionFormat } from '../store/session.ts'

/** What every API takes for an id and for a name. */
const safe = /^[a-zA-Z0-9_-]{1,64}$/

/**
 * Whether a session is one in which nothing is out of the ordinary, told entry by entry while it is read, so that nothing of it has to be
 * kept: each record follows the one before it, each call has one result right behind it, and the person speaks first. Such a session is
 * sound. That one is not plain says nothing; it is looked at as a whole then (`healthOf`).
 */
export class Plain {
  #isPlain = true
  readonly #format: SessionFormat
  readonly #ids = new Set<string>()
  readonly #calls = new Set<string>()
  /** calls that have no result yet */
  readonly #open = new Set<string>()
  /** records that the next one may follow, and those of the same message of the model that results may hang on */
  #ends = new Set<string | null>()
  #parts = new Set<string | null>()
  #group: string | undefined
  #hasBegun = false
  #areCallsOver = true
  #ordinal: number | undefined
  #entries = 0

  constructor(format: SessionFormat) {
    this.#format = format
  }

  /** Takes the next entry; whether all is plain so far. */
  take(entry: Entry): boolean {
    this.#isPlain &&= this.#fits(entry)
    return this.#isPlain
  }

  /** Whether it was plain to its end. */
  get isWhole(): boolean {
    return this.#isPlain && this.#open.size === 0
  }

  /** How many entries were taken. */
  get entries(): number {
    return this.#entries
  }

  #fits(entry: Entry): boolean {
    const isUsual = entry.ended !== true && entry.leaf === undefined && entry.forgets === undefined
    if (!isUsual || !this.#isNext(entry)) return false
    this.#ordinal = entry.ordinal
    this.#entries++
    if (entry.keepsFrom !== undefined) return this.#beginsAnew(entry)
    if (entry.role === undefined) return true
    return entry.role === 'assistant' ? this.#modelSays(entry) : entry.pieces.every((piece) => this.#personSays(piece))
  }

  /** A summary that keeps nothing of what was said before it. */
  #beginsAnew({ keepsFrom, role, pieces }: Entry): boolean {
    if (keepsFrom !== '' || role !== 'user' || this.#open.size > 0) return false
    this.#calls.clear()
    return pieces.every((piece) => this.#personSays(piece))
  }

  #isNext(entry: Entry): boolean {
    if (this.#format.shape === 'list') {
      if (entry.item !== undefined && this.#ids.has(entry.item)) return false
      if (entry.item !== undefined) this.#ids.add(entry.item)
      const before = this.#ordinal
      if (before === undefined) return entry.ordinal === undefined || this.#entries === 0
      return entry.ordinal !== undefined && entry.ordinal > before
    }
    const { id, parent = null } = entry
    if (id === undefined) return true
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    if (!isInTree(entry)) return true
    const isFirst = parent === null && this.#ends.size === 0
    const isEnd = isFirst || this.#ends.has(parent)
    if (!isEnd && !(this.#isBeside(entry) && this.#parts.has(parent))) return false
    if (!isEnd) return true
    if (!this.#isBeside(entry)) this.#ends.clear()
    this.#ends.add(id)
    return true
  }

  /** Where results hang on their calls, several of them may follow one record. */
  #isBeside({ pieces }: Entry): boolean {
    return this.#format.branch !== undefined && pieces.length > 0 && pieces.every(({ type }) => type === 'result')
  }

  #modelSays({ id, group, pieces }: Entry): boolean {
    const goesOn = !this.#areCallsOver && (this.#format.joinsCalls || (group !== undefined && group === this.#group))
    if (!this.#hasBegun || (this.#open.size > 0 && !goesOn)) return false
    if (!goesOn) this.#parts.clear()
    this.#parts.add(id ?? null)
    this.#group = group
    this.#areCallsOver = false
    return pieces.every((piece) => this.#modelSaysPiece(piece))
  }

  #modelSaysPiece(piece: Piece): boolean {
    if (piece.type === 'other') return true
    if (piece.type === 'text') return this.#open.size === 0 && piece.text.trim() !== ''
    if (piece.type !== 'call' || this.#calls.has(piece.id)) return false
    this.#calls.add(piece.id)
    this.#open.add(piece.id)
    return safe.test(piece.id) && safe.test(piece.name)
  }

  #personSays(piece: Piece): boolean {
    this.#areCallsOver = true
    if (piece.type === 'other') return true
    if (piece.type === 'result') return this.#open.delete(piece.id)
    this.#hasBegun = true
    return piece.type === 'text' && this.#open.size === 0 && piece.text.trim() !== ''
  }
}
