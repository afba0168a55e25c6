import type { Rejection } from '../harness/record/entry.ts'
import type { Turn } from '../harness/transcript/transcript.ts'
import type { Act } from './act.ts'

/** A call as it goes over the wire. `tool` is the scenario's name for it, `name` the gateway's name of the tool that runs it. */
export type WireCall = {
  readonly tool: string
  readonly id: string
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
}

/** A reply as it goes over the wire: text first, then the calls. */
export type WireReply = { readonly id: string; readonly text: string; readonly calls: readonly WireCall[] }

/** A tool that a request offers to the model. `parameters` are the names of its arguments. */
export type OfferedTool = { readonly name: string; readonly parameters: readonly string[] }

/** One API: how it reads a request, judges it, and writes a reply. All functions are pure. */
export type Dialect = {
  /** the name OpenClaw uses for the API */
  readonly api: string
  /** whether a POST to this path (without host and query) asks the model */
  readonly answers: (path: string) => boolean
  /** what the API says to a request it rejects, `null` when it accepts it */
  readonly judge: (body: unknown) => Rejection | null
  /** the conversation of a request that was accepted or not, as far as it can be read */
  readonly read: (body: unknown) => Turn[]
  readonly tools: (body: unknown) => OfferedTool[]
  readonly write: (reply: WireReply, body: unknown) => Act[]
  readonly reject: (rejection: Rejection, requestId: string) => Act[]
}
