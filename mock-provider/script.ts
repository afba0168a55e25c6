import type { ReplyEnding } from './dialect.ts'
import type { WireFault } from './wire-fault.ts'

/**
 * What the model may have the gateway itself do: tools that call back into it. None of them reaches anything outside, which is why
 * a scenario from anywhere may have them.
 */
export const nativeTools = [
  'cron-list',
  'cron-add',
  'sessions-list',
  'sessions-send',
  'sessions-spawn',
  'sessions-yield',
] as const

/** One of them. */
export type NativeTool = (typeof nativeTools)[number]

/** What a model may do wrong with the arguments of a call: leave them out, leave their texts empty, or give them other types. */
export const wrongArguments = ['none', 'empty', 'types'] as const

/** A call the model is to make: the scenario's name of the gated tool, and the time-out asked of the gateway, if any. */
export type ScriptedCall = {
  readonly tool: string
  readonly timeoutSeconds?: number | undefined
  /** the gated tool is one of the gateway's MCP server, and no command */
  readonly mcp?: boolean | undefined
  /** the call is of a tool of the gateway's own */
  readonly native?: NativeTool | undefined
  /** what a session is told that it spawns, where it does so */
  readonly task?: string | undefined
  /** the call's arguments, where it is no gated tool */
  readonly input?: Readonly<Record<string, unknown>> | undefined
  /** the call takes the id of another call, as some models do after a compaction */
  readonly idOf?: string | undefined
  /** the call is of a tool that the gateway does not have */
  readonly unknown?: boolean | undefined
  /** what is wrong with the call's arguments */
  readonly wrong?: (typeof wrongArguments)[number] | undefined
}

/** How many tokens a reply is said to have cost; counted where nothing is said. */
export type ScriptedUsage = { readonly input?: number | undefined; readonly output?: number | undefined }

/** What the model is to answer once; `fault` breaks its first delivery, or as many as it says. */
export type ScriptedReply = {
  readonly text: string
  /** what it says instead to a gateway that asks for it again after a delivery was broken */
  readonly again?: string | undefined
  /** what it says to a gateway that keeps the part it got of a broken delivery, and goes on from there */
  readonly goesOn?: string | undefined
  /** what the model thinks before it answers, where the API has thinking or reasoning blocks */
  readonly thinking?: string | undefined
  readonly calls: readonly ScriptedCall[]
  readonly ends?: ReplyEnding | undefined
  readonly usage?: ScriptedUsage | undefined
  readonly fault?: WireFault | undefined
}

/** The replies that follow one user message, told by a text that no other message of the script contains. */
export type ScriptedTurn = {
  readonly says: string
  readonly replies: readonly ScriptedReply[]
  /** only where it begins a conversation: others may be told of it later, as of the task of a session that was spawned */
  readonly begins?: boolean | undefined
  /** it follows no message: its replies answer what the gateway asks for itself, one after another */
  readonly side?: boolean | undefined
}

/** Everything the model is to say in a run. */
export type Script = readonly ScriptedTurn[]

/** A place in the script: the user message (from 0) and which reply after it (from 0). */
export type Position = {
  readonly turn: number
  readonly reply: number
  /** it is among the replies to what the gateway asks for itself */
  readonly side?: boolean | undefined
  /** a delivery of it was broken, and the gateway asks for it again, or goes on from the part that it got */
  readonly after?: 'asked again' | 'went on' | undefined
  /** the tools of its calls that a gateway has kept of a broken delivery, and has run: the model makes the others */
  readonly kept?: readonly string[] | undefined
}

/** The reply of a place, or a plain text where the script has no more to say. */
export function replyAt(script: Script, position: Position): ScriptedReply {
  const { turn, reply, after, kept = [] } = position
  const scripted = script[turn]?.replies[reply]
  if (scripted === undefined) return { text: `done (message ${turn + 1}, reply ${reply + 1})`, calls: [] }
  const { again, goesOn } = scripted
  if (after === 'asked again' && again !== undefined) return { ...scripted, text: again }
  if (after === 'went on' && goesOn !== undefined) return { ...scripted, text: goesOn, calls: [] }
  return kept.length === 0
    ? scripted
    : { ...scripted, calls: scripted.calls.filter(({ tool }) => !kept.includes(tool)) }
}

/** Whether the script itself has a reply for a place. */
export function isScripted(script: Script, position: Position): boolean {
  return script[position.turn]?.replies[position.reply] !== undefined
}
