import type { Looking } from './compare.ts'
import type { Deviation, Piece } from './deviation.ts'
import type { MessageItem } from './items.ts'

/** How a message of a person stands in a channel. */
export function lookForMessage(item: MessageItem, { claims, channel, manners, found }: Looking): Deviation[] {
  const { text } = item
  const exact = claims.text('user', text)
  const around = exact ?? claims.textWhere('user', (said) => said.includes(text))
  const folded = around === undefined && manners.takes('folds-messages') ? claims.resultWhere(text) : undefined
  const piece = around ?? folded
  if (piece !== undefined) found.push({ item, piece })
  if (around !== undefined) claims.claim(around)
  if (!channel.owes(item)) return []
  if (piece === undefined) return [{ kind: 'missing', item, found: claims.free.find(isSaidByPerson) }]
  const isLawful = exact !== undefined || folded !== undefined || mayBeInText(manners)
  return isLawful ? [] : [{ kind: 'altered', item, found: piece, expected: text, actual: textIn(piece) }]
}

/** Whether a gateway puts words around a message, or several messages into one text. */
export function mayBeInText(manners: Looking['manners']): boolean {
  return manners.takes('decorates-messages') || manners.takes('merges-messages')
}

function isSaidByPerson({ role, block }: Piece): boolean {
  return role === 'user' && block.type === 'text'
}

function textIn({ block }: Piece): string {
  return block.type === 'text' ? block.text : ''
}
