import type { Rejection } from '../harness/record/entry.ts'
import type { Turn } from '../harness/transcript/transcript.ts'
import { type Act, cutAt } from './act.ts'
import type { Dialect, OfferedTool, WireCall, WireReply } from './dialect.ts'
import { type Position, positionIn, replyAt, type Script, type ScriptedCall } from './script.ts'

/** How a gateway is made to run a gated tool: the tool's name and arguments, or `null` when the request does not offer it. */
export type ToolCaller = (
  call: ScriptedCall,
  callId: string,
  offered: readonly OfferedTool[],
) => Omit<WireCall, 'tool' | 'id'> | null

/** A request and all that is asked of the provider about it. `nonce` makes the ids of this reply new. */
export type Asked = { readonly body: unknown; readonly nonce: string }

/** The provider's judgement of a request: the conversation, the rejection if any, its place in the script (`null`: a side request). */
export type Judged = {
  readonly turns: Turn[]
  readonly rejection: Rejection | null
  readonly position: Position | null
}

/** Judges a request and finds its place in the script. A request that does not offer the gated tool is a side request. */
export function judge(dialect: Dialect, script: Script, caller: ToolCaller, { body }: Asked): Judged {
  const turns = dialect.read(body)
  const main = caller({ tool: 'probe' }, 'probe', dialect.tools(body)) !== null
  return { turns, rejection: dialect.judge(body), position: main ? positionIn(script, turns) : null }
}

/** The reply to a judged request that was accepted: its wire form, and the acts that deliver it, cut or whole. */
export function answer(
  dialect: Dialect,
  script: Script,
  caller: ToolCaller,
  asked: Asked,
  position: Position | null,
  cutNow: boolean,
): { reply: WireReply; acts: readonly Act[] } {
  const scripted = position === null ? { text: 'Noted.', calls: [] } : replyAt(script, position)
  const calls = scripted.calls.flatMap((call, index) => wireCall(dialect, caller, asked, call, index))
  const reply = { id: asked.nonce, text: scripted.text, calls }
  const acts = dialect.write(reply, asked.body)
  return { reply, acts: cutNow && 'cut' in scripted && scripted.cut !== undefined ? cutAt(acts, scripted.cut) : acts }
}

function wireCall(
  dialect: Dialect,
  caller: ToolCaller,
  { body, nonce }: Asked,
  call: ScriptedCall,
  index: number,
): WireCall[] {
  const id = `toolu_01${nonce}${index}`
  const made = caller(call, id, dialect.tools(body))
  return made === null ? [] : [{ tool: call.tool, id, ...made }]
}
