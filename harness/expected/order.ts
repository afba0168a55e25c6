import type { Deviation } from './deviation.ts'
import type { Item } from './items.ts'
import type { Looking } from './looking.ts'

/**
 * What stands before something that came before it. Only the order of what came one after another counts: a message and its own replies,
 * and turns of which one was over when the other began.
 */
export function movedIn({ found, channel, manners }: Looking): Deviation[] {
  const mayTurn = manners.takes('answers-out-of-order')
  let last: Looking['found'][number] | undefined
  for (const one of found) {
    // where a person's message stands counts from the first request on that has it
    if (!channel.owes(one.item) && one.item.type !== 'message') continue
    if (last !== undefined && one.piece.index < last.piece.index && isAfter(one.item, last.item, mayTurn))
      return [{ kind: 'moved', item: one.item, found: one.piece, before: last.item }]
    if (last === undefined || one.piece.index >= last.piece.index) last = one
  }
  return []
}

function isAfter(later: Item, earlier: Item, mayTurn: boolean): boolean {
  if (later.type === 'message' && earlier.type === 'message' && later.n === earlier.n)
    return !mayTurn && earlier.message.ack < later.message.n
  const [own, other] = [messageOf(later), messageOf(earlier)]
  if (own === undefined || other === undefined || own === other) return true
  const from = own.requests[0]?.n ?? own.n
  const to = other.requests.at(-1)
  return (to?.replied?.n ?? to?.n ?? other.n) < from
}

function messageOf(item: Item) {
  if (item.type === 'message') return item.message
  return item.type === 'reply' ? item.request.message : item.call.request.message
}
