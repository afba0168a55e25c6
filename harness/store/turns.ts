import type { Block, Turn } from '../transcript/transcript.ts'
import type { Entry, Piece } from './session.ts'

/** Entries as the turns of a conversation, without bookkeeping. */
export function turnsOf(entries: readonly Entry[]): Turn[] {
  return entries.flatMap(({ role, pieces, line }) =>
    role === undefined ? [] : [{ role, blocks: pieces.map(blockOf), at: `line ${line}` }],
  )
}

function blockOf(piece: Piece): Block {
  if (piece.type === 'text') return { type: 'text', text: piece.text }
  if (piece.type === 'call') return { type: 'call', id: piece.id, name: piece.name, input: {} }
  if (piece.type === 'result') return { type: 'result', id: piece.id, text: piece.text, error: piece.error }
  return { type: 'other', name: piece.type }
}
