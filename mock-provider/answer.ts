import type { Rejection } from '../harness/record/entry.ts'
import type { Turn } from '../harness/transcript/transcript.ts'
import { type Act, cutAt } from './act.ts'
import type { Dialect, OfferedTool, WireCall, WireReply, WireRequest } from './dialect.ts'
import { type Position, positionIn, replyAt, type Script, type ScriptedCall, type ScriptedReply } from './script.ts'

/** How a gateway is made to run a gated tool: the tool's name and arguments, or `null` when the request does not offer it. */
export type ToolCaller = (
  call: ScriptedCall,
  callId: string,
  offered: readonly OfferedTool[],
) => Omit<WireCall, 'tool' | 'id'> | null

/** A request with the API it came through, and a `nonce` that makes the ids of its reply new. */
export type Asked = WireRequest & { readonly dialect: Dialect; readonly nonce: string }

/** What the model is to say, and how its calls are made. */
export type Part = { readonly script: Script; readonly caller: ToolCaller }

/** The judgement of a request: the conversation, the rejection if any, and its place in the script (`null`: a side request). */
export type Judged = {
  readonly turns: Turn[]
  readonly rejection: Rejection | null
  readonly position: Position | null
}

/** What is answered to a request: the reply in its wire form, and the acts that deliver it. */
export type Answer = { readonly reply: WireReply; readonly acts: readonly Act[] }

/** What a gateway is told when it asks for a title or a summary. */
const sideReply: ScriptedReply = { text: 'Noted.', calls: [] }

/** Judges a request and finds its place in the script. A request that does not offer the gated tool is a side request. */
export function judge({ script, caller }: Part, asked: Asked): Judged {
  const { dialect } = asked
  const turns = dialect.read(asked)
  const isMain = caller({ tool: 'probe' }, 'probe', dialect.tools(asked)) !== null
  return { turns, rejection: dialect.judge(asked), position: isMain ? positionIn(script, turns) : null }
}

/** The answer to a request that was accepted, cut where the script says so when `cutNow`. */
export function answer({ script, caller }: Part, asked: Asked, position: Position | null, cutNow: boolean): Answer {
  const { text, thinking = '', calls, cut } = position === null ? sideReply : replyAt(script, position)
  const made = calls.flatMap((call, index) => wireCall(caller, asked, call, index))
  const reply = { id: asked.nonce, thinking, text, calls: made }
  const acts = asked.dialect.write(reply, asked)
  return { reply, acts: cutNow && cut !== undefined ? cutAt(acts, cut) : acts }
}

function wireCall(caller: ToolCaller, asked: Asked, call: ScriptedCall, index: number): WireCall[] {
  const { dialect, nonce } = asked
  const id = dialect.callId(nonce, index)
  const made = caller(call, id, dialect.tools(asked))
  return made === null ? [] : [{ tool: call.tool, id, ...made }]
}
