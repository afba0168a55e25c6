import type { CallPiece, Entry, Mends, Piece, SessionFormat } from '../store/session.ts'

/** A turn of the model with calls, and what came after it until the model spoke again. */
type Span = { readonly calls: CallPiece[]; readonly after: Entry[]; last: Entry }

/**
 * The conversation as an agent sends it: what is stored, after what it mends by itself. Nothing of that is written; the agent does it anew
 * for each request.
 */
export function replayed(
  entries: readonly Entry[],
  mends: Mends,
  { joinsCalls }: Pick<SessionFormat, 'joinsCalls'>,
): Entry[] {
  const sent: Entry[] = []
  let span: Span | undefined
  for (const entry of mends.reused ? withoutReused(entries) : entries) {
    if (entry.role === undefined || (entry.ended && mends.endedFirst)) continue
    const isSame = joinsCalls || (entry.group !== undefined && entry.group === span?.last.group)
    if (entry.role === 'assistant' && !(isSame && span?.after.length === 0)) {
      if (span !== undefined) sent.push(...closed(span, mends, false))
      span = { calls: [], after: [], last: entry }
    }
    if (entry.role === 'user' && span === undefined && mends.orphaned) sent.push(...withoutResults(entry))
    else if (entry.role === 'user' && span !== undefined) span.after.push(entry)
    else {
      sent.push(entry)
      span?.calls.push(...callsOf(entry))
      if (span !== undefined) span.last = entry
    }
  }
  if (span !== undefined) sent.push(...closed(span, mends, true))
  return sent.filter(({ ended }) => !ended)
}

/** The entries without the calls whose id an earlier turn has, and without their results. */
function withoutReused(entries: readonly Entry[]): Entry[] {
  const [before, own, reused] = [new Set<string>(), new Set<string>(), new Set<string>()]
  return entries.flatMap((entry) => {
    if (entry.role === 'user') for (const id of own) before.add(id)
    else for (const { id } of callsOf(entry)) (before.has(id) ? reused : own).add(id)
    const pieces = entry.pieces.filter((piece) => !('id' in piece && reused.has(piece.id)))
    return pieces.length === 0 && entry.pieces.length > 0 ? [] : [{ ...entry, pieces }]
  })
}

/** The calls of an entry. */
export function callsOf({ pieces }: Entry): CallPiece[] {
  return pieces.filter((piece) => piece.type === 'call')
}

function closed({ calls, after, last }: Span, mends: Mends, isEnd: boolean): Entry[] {
  const seen = new Set<string>()
  const own = after.flatMap((entry) => withoutLoose(entry, calls, mends, seen))
  const isResults = ({ pieces }: Entry) => pieces.every(({ type }) => type === 'result')
  const first = own.findIndex((entry) => !isResults(entry))
  const moves = mends.orphaned
  const lead = moves ? own.filter(isResults) : own.slice(0, first < 0 ? undefined : first)
  const rest = moves ? own.filter((entry) => !isResults(entry)) : own.slice(lead.length)
  const answered = new Set((moves ? own : lead).flatMap(resultIdsOf))
  const isMended = mends.missing === true || (mends.missing === 'at-end' && isEnd)
  const open = isMended ? calls.filter(({ id }) => !answered.has(id)) : []
  return [...lead, ...madeUp(open, last), ...rest]
}

/** An entry of the user's side without the results that the agent leaves out. */
function withoutLoose(entry: Entry, calls: readonly CallPiece[], mends: Mends, seen: Set<string>): Entry[] {
  const pieces = entry.pieces.filter((piece) => {
    if (piece.type !== 'result') return true
    if (mends.orphaned && !calls.some(({ id }) => id === piece.id)) return false
    if (mends.repeated && seen.has(piece.id)) return false
    seen.add(piece.id)
    return true
  })
  return pieces.length === 0 && entry.pieces.length > 0 ? [] : [{ ...entry, pieces }]
}

function resultIdsOf({ pieces }: Entry): string[] {
  return pieces.flatMap((piece) => (piece.type === 'result' ? [piece.id] : []))
}

function withoutResults(entry: Entry): Entry[] {
  const pieces = entry.pieces.filter(({ type }) => type !== 'result')
  return pieces.length === 0 ? [] : [{ ...entry, pieces }]
}

function madeUp(open: readonly CallPiece[], last: Entry): Entry[] {
  if (open.length === 0) return []
  const pieces = open.map(
    ({ id }): Piece => ({ type: 'result', path: [], id, idPath: [], text: 'none', error: true, invented: true }),
  )
  const { item, ...made } = last
  return [{ ...made, role: 'user', pieces, ended: false }]
}
