import type { Call } from '../facts/calls.ts'
import type { Message } from '../facts/messages.ts'
import type { Request } from '../facts/requests.ts'

type Common = {
  /** the entry from which a channel can hold it */
  readonly n: number
  /** the entry that shows that the gateway has it, from which on every channel owes it; `Infinity` while nothing shows it */
  readonly due: number
  /** the entry from which on nobody owes it, such as a reset of the session; `Infinity` when it stays owed */
  readonly void: number
}

/** What a person said. */
export type MessageItem = Common & { readonly type: 'message'; readonly text: string; readonly message: Message }

/** What the model said and called in one reply. `text` is what came of it where it broke off and the person was shown that much. */
export type ReplyItem = Common & {
  readonly type: 'reply'
  readonly text: string
  readonly calls: readonly Call[]
  readonly request: Request
}

/** What a tool returned. */
export type ResultItem = Common & {
  readonly type: 'result'
  readonly text: string
  readonly call: Call
  /** the tool failed */
  readonly error: boolean
  /** the model has had it in a request that it answered */
  readonly seen: number
}

/** One thing that a conversation holds. */
export type Item = MessageItem | ReplyItem | ResultItem

/** An item in a few words, for a finding. */
export function nameOf(item: Item): string {
  if (item.type === 'message') return 'a message of the person'
  if (item.type === 'result') return `the result of tool ${item.call.tool}`
  if (item.calls.length === 0) return 'an answer of the model'
  return `the model's reply with ${item.calls.map(({ tool }) => `call ${tool}`).join(', ')}`
}
