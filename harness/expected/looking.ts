import type { Turn } from '../transcript/transcript.ts'
import type { Claims } from './claims.ts'
import type { Demand } from './demand.ts'
import type { Piece } from './deviation.ts'
import type { Item, ReplyItem } from './items.ts'
import type { Known } from './known.ts'
import type { Manners } from './manners.ts'

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
