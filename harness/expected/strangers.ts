import type { Deviation, Piece } from './deviation.ts'
import type { Item } from './items.ts'
import { mayBeInText } from './look-for-message.ts'
import type { Looking } from './looking.ts'

/** What a channel holds that nobody said or called, or that it holds more often than it was said. */
export function strangersIn(looking: Looking): Deviation[] {
  return looking.claims.free.flatMap((piece): Deviation[] => {
    if (piece.block.type === 'call')
      return looking.known.isCall(piece.block) ? twiceCalled(piece, looking) : [{ kind: 'stranger', found: piece }]
    if (piece.block.type !== 'text' || piece.block.text.trim() === '') return []
    const { text } = piece.block
    if (looking.known.times(piece.role, text) > 0) return twiceSaid(piece, text, looking)
    const isLawful = piece.role === 'assistant' ? isOfModel(text, looking) : isOfPerson(text, looking)
    return isLawful ? [] : [{ kind: 'stranger', found: piece }]
  })
}

/** A part of a reply that broke off for good may stay, and words of the gateway where it declares them. */
function isOfModel(text: string, { known, manners, channel }: Looking): boolean {
  if (known.isBroken(text, false)) return true
  if (channel.kind !== 'request' && manners.takes('keeps-broken-attempts') && known.isBroken(text, true)) return true
  if (manners.takes('marks-interrupted', text)) return true
  if (manners.takes('joins-replies') && known.isAround('assistant', text)) return true
  return channel.kind !== 'request' && manners.takes('shows-notices', text)
}

function isOfPerson(text: string, { known, manners, channel }: Looking): boolean {
  if (!known.hasPerson || (known.compacted < channel.n && manners.takes('summarizes'))) return true
  if (manners.takes('adds-texts', text) || manners.takes('marks-interrupted', text)) return true
  return mayBeInText(manners) && known.isAround('user', text)
}

function twiceCalled(piece: Piece, looking: Looking): Deviation[] {
  if (piece.block.type !== 'call') return []
  const { id } = piece.block
  if (looking.claims.timesCalled(id) <= looking.known.timesCalled(id)) return []
  const first = looking.found.find(({ piece: { block } }) => block.type === 'call' && block.id === id)
  return first === undefined ? [] : doubled(first.item, piece, looking)
}

/** The same words may have been said, or delivered, several times. */
function twiceSaid(piece: Piece, text: string, { known, found, claims, channel, manners }: Looking): Deviation[] {
  const all = claims.pieces.filter(
    ({ role, block }) => role === piece.role && block.type === 'text' && block.text.trim() === text.trim(),
  )
  const own = found.find((one) => all.some(({ index }) => index === one.piece.index))
  if (own === undefined || all.length <= known.times(piece.role, text)) return []
  return doubled(own.item, piece, { channel, manners })
}

function doubled(item: Item, found: Piece, { channel }: Pick<Looking, 'channel' | 'manners'>): Deviation[] {
  return channel.owes(item) ? [{ kind: 'doubled', item, found }] : []
}
