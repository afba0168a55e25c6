import type { Rejection, RuleEvidence } from '../harness/record/entry.ts'
import type { Turn } from '../harness/transcript/transcript.ts'
import type { Act } from './act.ts'
import type { Failure, Failures, Unpaired } from './failure.ts'

/** A call as it goes over the wire. `tool` is the scenario's name for it, `name` the gateway's name of the tool that runs it. */
export type WireCall = {
  readonly tool: string
  readonly id: string
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
  /** the group that the tool was offered in, if any */
  readonly namespace?: string
}

/** A reply as it goes over the wire: thinking first, then text, then the calls; an empty text is left out. */
export type WireReply = {
  readonly id: string
  readonly thinking: string
  readonly text: string
  readonly calls: readonly WireCall[]
  /**
   * `max-tokens` breaks off inside the last call's arguments where the API sends them as text (Gemini sends a call whole or
   * not at all); a text has been cut already
   */
  readonly ends: ReplyEnding
  /** how many tokens were read and written */
  readonly usage: { readonly input: number; readonly output: number }
  /** when it was made, in seconds since 1970 */
  readonly at: number
}

/** Why a reply ends: the model has said all, has run out of tokens, or refuses. */
export type ReplyEnding = 'whole' | 'max-tokens' | 'refusal'

/**
 * A request as it came over the wire: its path without host and query, the query with its `?` or empty, and its parsed body. Of a
 * conversation that the API itself keeps, the body has what was kept as well.
 */
export type WireRequest = {
  readonly path: string
  readonly query?: string
  readonly body: unknown
  /** how many of the messages or items are from what the API keeps; nothing when it does not have what is asked for */
  readonly kept?: number
  /** how many bytes the body has */
  readonly size?: number
  /** the betas that the client asked for by header */
  readonly betas?: string
  /** its headers, by their names in lower case; without them, nothing is said of them */
  readonly headers?: Readonly<Record<string, unknown>>
  /** rules whose evidence is unsettled are applied, too */
  readonly strict?: boolean
}

/** What an API keeps of a conversation: the messages or items so far, the fields that go on with them, and its last reply. */
export type Kept = {
  readonly items: readonly unknown[]
  readonly fields: Readonly<Record<string, unknown>>
  readonly document?: unknown
}

/** How an API keeps conversations, so that a client need not send them again. */
export type Keeping = {
  /** the id of the reply or conversation that a request goes on from */
  readonly from: (body: unknown) => string | undefined
  /** the ids by which what is said now will be asked for; none when it is not kept */
  readonly as: (reply: Pick<WireReply, 'id'>, body: unknown) => readonly string[]
  /** the messages or items of a request, and of a reply to it */
  readonly asked: (body: unknown) => readonly unknown[]
  readonly said: (reply: WireReply, body: unknown) => readonly unknown[]
  /** the name of the field that has them, and those of the fields that go on from one request to the next */
  readonly field: string
  readonly lasting: readonly string[]
  /** a reply as it is read again by its id, where it can be */
  readonly document?: (reply: WireReply, body: unknown) => unknown
  /** the id of an item that only stands for one that is kept */
  readonly standsFor?: (item: unknown) => string | undefined
}

/** A tool that a request offers to the model. `parameters` are the names of its arguments. */
export type OfferedTool = {
  readonly name: string
  readonly parameters: readonly string[]
  /** the group of tools that it is one of, where the API has such groups */
  readonly namespace?: string
}

/** One API: how it reads a request, judges it, and writes a reply. All functions are pure. */
export type Dialect = {
  /** the name OpenClaw uses for the API */
  readonly api: string
  /** what is put between the provider's address and the API's own paths in a gateway's configuration */
  readonly basePath: string
  /** whether a POST to this path asks the model */
  readonly answers: (path: string) => boolean
  /** what the API says to a request it rejects, `null` when it accepts it */
  readonly judge: (request: WireRequest) => Rejection | null
  /** what is known of each rule by which it rejects */
  readonly evidence: Readonly<Record<string, RuleEvidence>>
  /** the conversation of a request that was accepted or not, as far as it can be read */
  readonly read: (request: WireRequest) => Turn[]
  readonly tools: (request: WireRequest) => OfferedTool[]
  /** the id of the `index`-th call of a reply, as the API forms them; letters and digits of `nonce` make it new */
  readonly callId: (nonce: string, index: number) => string
  /** whether a request lets the model think, where that is for the request to say */
  readonly thinks?: (request: WireRequest) => boolean
  readonly write: (reply: WireReply, request: WireRequest) => Act[]
  /** where the API keeps conversations */
  readonly keeping?: Keeping
  /** what keeps a stalled stream alive, where the API has such a thing */
  readonly ping?: string
  /** what the API says about a broken pair, in its two wordings */
  readonly unpaired: Unpaired
  /** how the API fails requests that have nothing wrong with them */
  readonly failures: Failures
  /** how the API fails in the middle of a stream, after what was sent of it */
  readonly streamError: (failure: Failure, sent: readonly Act[]) => Act[]
  readonly reject: (rejection: Failure, request: WireRequest, requestId: string) => Act[]
}
