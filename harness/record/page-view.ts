/** What a page shows of a session: its messages, and what tells how things stand. */
export type PageView = {
  readonly session: string
  readonly messages: readonly { readonly from: 'user' | 'assistant'; readonly text: string }[]
  /** an answer is shown as being written or waited for */
  readonly busy: boolean
  /** there is a stop button */
  readonly stop: boolean
  /** messages that it keeps to send them later */
  readonly queued: readonly string[]
  /** a message can be typed */
  readonly ready: boolean
  /** errors and banners, in its words */
  readonly problems: readonly string[]
}
