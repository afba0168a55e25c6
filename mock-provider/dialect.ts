import type { Rejection } from '../harness/record/entry.ts'
import type { Turn } from '../harness/transcript/transcript.ts'
import type { Act } from './act.ts'
import type { Failure, Failures } from './failure.ts'

/** A call as it goes over the wire. `tool` is the scenario's name for it, `name` the gateway's name of the tool that runs it. */
export type WireCall = {
  readonly tool: string
  readonly id: string
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
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
}

/** Why a reply ends: the model has said all, has run out of tokens, or refuses. */
export type ReplyEnding = 'whole' | 'max-tokens' | 'refusal'

/** A request as it came over the wire: its path without host and query, the query with its `?` or empty, and its parsed body. */
export type WireRequest = { readonly path: string; readonly query?: string; readonly body: unknown }

/** A tool that a request offers to the model. `parameters` are the names of its arguments. */
export type OfferedTool = { readonly name: string; readonly parameters: readonly string[] }

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
  /** the conversation of a request that was accepted or not, as far as it can be read */
  readonly read: (request: WireRequest) => Turn[]
  readonly tools: (request: WireRequest) => OfferedTool[]
  /** the id of the `index`-th call of a reply, as the API forms them; letters and digits of `nonce` make it new */
  readonly callId: (nonce: string, index: number) => string
  /** whether a request lets the model think, where that is for the request to say */
  readonly thinks?: (request: WireRequest) => boolean
  readonly write: (reply: WireReply, request: WireRequest) => Act[]
  /** what keeps a stalled stream alive, where the API has such a thing */
  readonly ping?: string
  /** how the API fails requests that have nothing wrong with them */
  readonly failures: Failures
  /** how the API fails in the middle of a stream, after what was sent of it */
  readonly streamError: (failure: Failure, sent: readonly Act[]) => Act[]
  readonly reject: (rejection: Rejection, request: WireRequest, requestId: string) => Act[]
}
