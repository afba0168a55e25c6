import type { Turn } from '../transcript/transcript.ts'
import { Claims } from './claims.ts'
import { Demand } from './demand.ts'
import type { Deviation, Piece } from './deviation.ts'
import type { Item, ReplyItem } from './items.ts'
import type { Known } from './known.ts'
import { lookForMessage } from './look-for-message.ts'
import { lookForReply } from './look-for-reply.ts'
import { lookForResult } from './look-for-result.ts'
import type { Manners } from './manners.ts'
import { movedIn } from './order.ts'
import { inPlaceOf } from './pairs.ts'
import { strangersIn } from './strangers.ts'
import { unaskedIn } from './unasked.ts'
import { unsummarizedIn } from './unsummarized.ts'

/** A channel that is compared: what it holds, and which of the expected items it owes. */
export type Channel = {
  readonly kind: 'request' | 'store' | 'history'
  readonly turns: readonly Turn[]
  /** the entry that shows it */
  readonly n: number
  readonly owes: (item: Item) => boolean
  /** whether what it holds says of a result that it is an error */
  readonly flagsErrors: boolean
}

/** One comparison under way: what is still to be found, what was found so far, where, and for which call. */
export type Looking = {
  readonly claims: Claims
  readonly demand: Demand
  readonly channel: Channel
  readonly manners: Manners
  readonly known: Known
  readonly found: { readonly item: Item; readonly piece: Piece }[]
  readonly calls: Map<ReplyItem['calls'][number], Piece>
}

/** How a channel differs from the conversation that it must hold, whatever liberties its gateway takes. */
export function compare(items: readonly Item[], channel: Channel, manners: Manners, known: Known): Deviation[] {
  const [claims, demand] = [new Claims(channel.turns, known), new Demand(items, channel.owes)]
  const looking: Looking = { claims, demand, channel, manners, known, found: [], calls: new Map() }
  const said = items.flatMap((item) => {
    if (item.type === 'result') return []
    if (channel.owes(item)) demand.met(item)
    return item.type === 'message' ? lookForMessage(item, looking) : lookForReply(item, looking)
  })
  const returned = items.flatMap((item) =>
    item.type === 'result' && channel.owes(item) ? lookForResult(item, looking) : [],
  )
  const missing = [...said, ...unaskedIn(items, looking), ...unsummarizedIn(items, looking)]
  return [...inPlaceOf(missing, strangersIn(looking), looking), ...returned, ...movedIn(looking)]
}
