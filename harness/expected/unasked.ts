import type { Deviation } from './deviation.ts'
import type { Item, MessageItem } from './items.ts'
import type { Looking } from './looking.ts'

/**
 * The messages whose first reply a channel holds without them: whatever a summary or a lost write may leave out, an answer does not stand
 * without what it answers.
 */
export function unaskedIn(
  items: readonly Item[],
  { found, channel, claims, known, manners, calls }: Looking,
): Deviation[] {
  if (known.compacted < channel.n && manners.takes('splits-turns')) return []
  const messages = items.filter((item): item is MessageItem => item.type === 'message' && !channel.owes(item))
  if (messages.length === 0) return []
  const held = new Set(found.map(({ item }) => item))
  const first = new Map<unknown, Item>()
  for (const item of items)
    if (item.type === 'reply' && !first.has(item.request.message)) first.set(item.request.message, item)
  return messages.flatMap((item): Deviation[] => {
    if (held.has(item)) return []
    const reply = first.get(item.message)
    if (reply === undefined || !isHeld(reply, held, calls)) return []
    const isQuoted = claims.textAround('user', item.text, () => false) !== undefined
    return isQuoted ? [] : [{ kind: 'missing', item, found: undefined }]
  })
}

/** The model may say the same beside other calls, so of a reply with calls one of these must be there. */
function isHeld(reply: Item, held: ReadonlySet<Item>, calls: Looking['calls']): boolean {
  if (!held.has(reply) || reply.type !== 'reply') return false
  return reply.calls.length === 0 || reply.calls.some((call) => calls.has(call))
}
