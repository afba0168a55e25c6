import { Claims } from './claims.ts'
import { Demand } from './demand.ts'
import type { Deviation } from './deviation.ts'
import type { Item } from './items.ts'
import type { Known } from './known.ts'
import { lookForMessage } from './look-for-message.ts'
import { lookForReply } from './look-for-reply.ts'
import { lookForResult } from './look-for-result.ts'
import type { Channel, Looking } from './looking.ts'
import type { Manners } from './manners.ts'
import { movedIn } from './order.ts'
import { inPlaceOf } from './pairs.ts'
import { strangersIn } from './strangers.ts'
import { unaskedIn } from './unasked.ts'
import { unsummarizedIn } from './unsummarized.ts'

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
