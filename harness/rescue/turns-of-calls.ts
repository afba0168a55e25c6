import type { CallPiece, Entry, ResultPiece, SessionFormat } from '../store/session.ts'

/** A call, where it stands, and the id that it is to have. */
export type Call = { readonly entry: Entry; readonly piece: CallPiece; id: string }

/** A result, where it stands among the entries, and the id that it is to have. */
export type Result = { readonly entry: Entry; readonly index: number; readonly piece: ResultPiece; id: string }

/** A turn of the model: from its first entry to its last, its calls, and the results that stand right behind it. */
export type CallTurn = {
  readonly first: number
  last: number
  readonly calls: Call[]
  readonly behind: Result[]
}

/** The turns of the model in a conversation, and every result. */
export function turnsOfCalls(
  entries: readonly Entry[],
  { joinsCalls }: Pick<SessionFormat, 'joinsCalls'>,
): { turns: CallTurn[]; results: Result[] } {
  const turns: CallTurn[] = []
  const results: Result[] = []
  let isOpen = false
  let group: string | undefined
  for (const [index, entry] of entries.entries()) {
    if (entry.role === undefined || entry.ended) continue
    const turn = turns.at(-1)
    if (entry.role === 'assistant') {
      const goesOn =
        turn?.behind.length === 0 && isOpen && (joinsCalls || (group !== undefined && group === entry.group))
      const own = goesOn && turn ? turn : { first: index, last: index, calls: [], behind: [] }
      if (own !== turn) turns.push(own)
      own.last = index
      own.calls.push(
        ...entry.pieces.flatMap((piece) => (piece.type === 'call' ? [{ entry, piece, id: piece.id }] : [])),
      )
      isOpen = true
      group = entry.group
      continue
    }
    for (const piece of entry.pieces) {
      if (piece.type !== 'result') isOpen = false
      else {
        const result = { entry, index, piece, id: piece.id }
        results.push(result)
        if (isOpen) turn?.behind.push(result)
      }
    }
  }
  return { turns, results }
}
