import type { Call } from '../facts/calls.ts'
import type { Block } from '../transcript/transcript.ts'
import type { Item } from './items.ts'

/** A block of a channel with where it stands. */
export type Piece = {
  readonly role: 'user' | 'assistant'
  readonly block: Block
  readonly at: string
  /** its number in the channel */
  readonly index: number
}

/** One way in which a channel differs from what it must hold. */
export type Deviation =
  /** it is not there; `found` is what stands there instead, if anything does */
  | {
      readonly kind: 'missing'
      readonly item: Item
      readonly found: Piece | undefined
      /** the call that is not there, where the reply itself is */
      readonly call?: Call
      /** a compaction took it out, so that a summary may stand for it */
      readonly isSummarized?: boolean
    }
  /** it is there, and says something else: another text, other arguments, another error flag */
  | {
      readonly kind: 'altered'
      readonly item: Item
      readonly found: Piece
      readonly expected: string
      readonly actual: string
    }
  | { readonly kind: 'doubled'; readonly item: Item; readonly found: Piece }
  /** it stands before something that came before it */
  | { readonly kind: 'moved'; readonly item: Item; readonly found: Piece; readonly before: Item }
  /** nobody said it, called it or returned it */
  | { readonly kind: 'stranger'; readonly found: Piece }
