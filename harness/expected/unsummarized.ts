import type { Deviation } from './deviation.ts'
import type { Item, MessageItem } from './items.ts'
import type { Looking } from './looking.ts'

/**
 * The first answered message that a compaction took out of a request in which nothing stands for it. A summary is a text that nobody said; what
 * it says is the gateway's affair.
 */
export function unsummarizedIn(items: readonly Item[], { found, channel, claims, known }: Looking): Deviation[] {
  if (channel.kind !== 'request' || known.isReset(channel.n)) return []
  const held = new Set(found.map(({ item }) => item))
  const gone = items.find(
    (item): item is MessageItem =>
      item.type === 'message' &&
      item.void <= channel.n &&
      known.isCompaction(item.void) &&
      !held.has(item) &&
      isAnswered(item, items),
  )
  if (gone === undefined) return []
  const hasSummary = claims.pieces.some(
    ({ role, block }) => block.type === 'text' && block.text.trim() !== '' && known.times(role, block.text) === 0,
  )
  return hasSummary ? [] : [{ kind: 'missing', item: gone, found: undefined, isSummarized: true }]
}

/** Whether its turn came to a whole answer: one that failed or was stopped may be left out without a summary. */
function isAnswered({ message, void: end }: MessageItem, items: readonly Item[]): boolean {
  return items.some(
    (item) => item.type === 'reply' && item.request.message === message && item.calls.length === 0 && item.due < end,
  )
}
