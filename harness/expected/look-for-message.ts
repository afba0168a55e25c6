import type { Deviation, Piece } from './deviation.ts'
import type { MessageItem } from './items.ts'
import type { Looking } from './looking.ts'

/** How a message of a person stands in a channel. */
export function lookForMessage(item: MessageItem, looking: Looking): Deviation[] {
  const { claims, channel, manners, found, demand, known } = looking
  const { text } = item
  const isOwed = channel.owes(item)
  const same = claims.texts('user', text)
  const exact = same.length > (isOwed ? 0 : demand.ofText('user', text)) ? same[0] : undefined
  const around = exact ?? claims.textAround('user', text, (said) => known.times('user', said) > 0)
  const mayBeFolded = manners.takes('folds-messages')
  const folded = around === undefined && mayBeFolded ? claims.resultWhere(text) : undefined
  const piece = around ?? folded
  if (piece !== undefined) found.push({ item, piece })
  if (around !== undefined) claims.claim(around)
  if (piece === undefined) return isOwed ? [{ kind: 'missing', item, found: undefined }] : []
  // a summary may quote what nobody owes any more
  if (!isOwed && item.void <= channel.n) return []
  const isLawful = exact !== undefined || folded !== undefined || mayBeInText(manners)
  return isLawful ? [] : [{ kind: 'altered', item, found: piece, expected: text, actual: textIn(piece) }]
}

/** Whether a gateway puts words around a message, or several messages into one text. */
export function mayBeInText(manners: Looking['manners']): boolean {
  return manners.takes('decorates-messages') || manners.takes('merges-messages')
}

function textIn({ block }: Piece): string {
  return block.type === 'text' ? block.text : ''
}
