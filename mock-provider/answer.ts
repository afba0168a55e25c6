import type { EntryOf, Rejection, RepliedCall } from '../harness/record/entry.ts'
import type { Turn } from '../harness/transcript/transcript.ts'
import type { Act, Write } from './act.ts'
import type { Dialect, OfferedTool, WireCall, WireReply, WireRequest } from './dialect.ts'
import { goesOn, placeIn, type Served, sidePlaceIn } from './place.ts'
import { type Position, replyAt, type Script, type ScriptedCall, type ScriptedReply } from './script.ts'
import { tokensOf } from './tokens.ts'
import { half } from './wire.ts'
import { failureOf, type WireFault, withFault } from './wire-fault.ts'

/** How a gateway is made to run a gated tool: the tool's name and arguments, or `null` when the request does not offer it. */
export type ToolCaller = (
  call: ScriptedCall,
  callId: string,
  offered: readonly OfferedTool[],
) => Omit<WireCall, 'tool' | 'id'> | null

/**
 * A request with the API it came through, a `nonce` that makes the ids of its reply new, the ids that calls were given so far, by tool, and
 * the replies that were delivered so far.
 */
export type Asked = WireRequest & {
  readonly dialect: Dialect
  readonly nonce: string
  /** when it came, in seconds since 1970 */
  readonly at: number
  readonly issued: ReadonlyMap<string, string>
  readonly served: readonly Served[]
}

/**
 * What the model is to say, how its calls are made, and which conversations are the gateway's own business, where it offers tools in such
 * requests, too.
 */
export type Part = {
  readonly script: Script
  readonly caller: ToolCaller
  readonly isSide?: ((turns: readonly Turn[]) => boolean) | undefined
}

/** The judgement of a request: the conversation, the rejection if any, and its place in the script (`null`: a side request that the script has no reply to). */
export type Judged = {
  readonly turns: Turn[]
  readonly rejection: Rejection | null
  readonly position: Position | null
}

/**
 * What is answered to a request: the reply as it goes over the wire, what the record has of it, the acts that deliver it, whether they are broken on purpose, and the provider's words when the request fails.
 */
export type Answer = {
  readonly reply: WireReply
  readonly text: string
  readonly calls: readonly RepliedCall[]
  readonly acts: readonly Act[]
  readonly broken: boolean
  /** the request does not let the model think, so what the script has it think was left out */
  readonly withheld?: 'thinking'
  /** the model refuses to go on */
  readonly refuses?: true
  readonly failure?: NonNullable<EntryOf<'provider-replying'>['failure']>
}

/** What a gateway is told when it asks for a title or a summary. */
const sideReply: ScriptedReply = { text: 'Noted.', calls: [] }

/**
 * Judges a request and finds its place in the script. A request that does not offer the gated tool, and does not go on with a conversation, is a side
 * request, and so is what the gateway's driver knows as one.
 */
export function judge({ script, caller, isSide }: Part, asked: Asked): Judged {
  const { dialect } = asked
  const turns = dialect.read(asked)
  const offersTool = caller({ tool: 'probe' }, 'probe', dialect.tools(asked)) !== null
  const isMain = (offersTool || goesOn(script, asked.served, turns)) && isSide?.(turns) !== true
  const placed = isMain ? placeIn(script, asked.served, turns) : null
  return { turns, rejection: dialect.judge(asked), position: placed ?? sidePlaceIn(script, asked.served) }
}

/** The answer to a request that was accepted, broken where the script says so when `breakNow`. */
export function answer({ script, caller }: Part, asked: Asked, position: Position | null, breakNow: boolean): Answer {
  const {
    text,
    thinking = '',
    calls,
    ends = 'whole',
    usage = {},
    fault,
  } = position === null ? sideReply : replyAt(script, position)
  const made = calls.flatMap((call, index) => wireCall(caller, asked, call, index))
  const said = ends === 'max-tokens' && made.length === 0 ? half(text) : text
  const output = `${thinking}${said}${made.map(({ input }) => JSON.stringify(input)).join('')}`.length
  const counted = { input: usage.input ?? tokensOf(asked.size ?? 0), output: usage.output ?? tokensOf(output) }
  const reply = { id: asked.nonce, thinking, text: said, calls: made, ends, usage: counted, at: asked.at }
  const whole = asked.dialect.write(reply, asked)
  const acts = fault !== undefined && breakNow ? withFault(whole, fault, asked.dialect, asked) : whole
  return {
    reply,
    text: said,
    calls: made.map((call) => ({
      ...repliedCall(reply, call, whole, acts),
      ...(calls.some(({ tool, native }) => tool === call.tool && native === 'sessions-yield') && { yields: true }),
    })),
    acts,
    broken: acts !== whole,
    ...(thinking !== '' && asked.dialect.thinks?.(asked) === false ? { withheld: 'thinking' as const } : {}),
    ...(ends === 'refusal' ? { refuses: true as const } : {}),
    ...(breakNow ? failedBy(fault, asked) : {}),
  }
}

/**
 * A call is whole when all events about it are delivered; a reply that is not streamed is written at once. Tokens run out inside the
 * last call, where the API streams a call in several events.
 */
function repliedCall(
  reply: WireReply,
  { id, tool, name, input }: WireCall,
  whole: readonly Act[],
  acts: readonly Act[],
): RepliedCall {
  const parts = writesOf(whole).filter(({ mark }) => mark?.startsWith(`${tool} `))
  const owed = parts.length > 0 ? parts : writesOf(whole)
  const isShort = reply.ends === 'max-tokens' && eventsOf(owed).length > 1 && reply.calls.at(-1)?.tool === tool
  const call = { id, tool, name, input }
  const isCut = acts !== whole && !areSent(owed, acts) && !isRepeated(tool, input, parts, acts)
  if (isShort || isCut) return { ...call, cut: true }
  return isGarbled(parts, whole, acts) ? { ...call, garbled: true } : call
}

/** Whether a piece of the arguments was sent once too often, so that all pieces together cannot be read. */
function isGarbled(parts: readonly Write[], whole: readonly Act[], acts: readonly Act[]): boolean {
  const times = (some: readonly Act[], { bytes }: Write) => textOf(writesOf(some)).split(bytes).length
  return acts !== whole && parts.some((part) => part.piece && times(acts, part) > times(whole, part))
}

/** Whether the end of a call was sent, and holds all of its arguments once more, as some APIs have it: a gateway may read them there. */
function isRepeated(tool: string, input: unknown, parts: readonly Write[], acts: readonly Act[]): boolean {
  const held = JSON.stringify(JSON.stringify(input))
  const ends = parts.filter((write) => write.mark?.startsWith(`${tool} end`) === true && textOf([write]).includes(held))
  return ends.length > 0 && areSent(ends, acts)
}

/** Whether all events are among the acts, with the reply's end in the last of them or without it. */
function areSent(owed: readonly Write[], acts: readonly Act[]): boolean {
  const sent = textOf(writesOf(acts))
  const unended = owed.map((write) => ({ ...write, bytes: write.unended ?? write.bytes }))
  return [owed, unended].some((writes) => eventsOf(writes).every((event) => sent.includes(event)))
}

/** The events that were written, each in one piece or in several. */
function eventsOf(writes: readonly Write[]): string[] {
  return textOf(writes)
    .split(/(?<=\n\n)/)
    .filter((event) => event !== '')
}

function writesOf(acts: readonly Act[]): Write[] {
  return acts.filter((act) => act.do === 'write')
}

function textOf(writes: readonly Write[]): string {
  return Buffer.concat(writes.map(({ bytes, encoding }) => Buffer.from(bytes, encoding))).toString()
}

function failedBy(fault: WireFault | undefined, { dialect, ...request }: Asked): Pick<Answer, 'failure'> {
  if (fault?.kind !== 'status') return {}
  const { message, retryAfter } = failureOf(fault, dialect, request)
  return { failure: { message, ...(retryAfter === undefined ? {} : { retryAfter }) } }
}

function wireCall(caller: ToolCaller, asked: Asked, call: ScriptedCall, index: number): WireCall[] {
  const { dialect, nonce, issued } = asked
  const id = (call.idOf && issued.get(call.idOf)) || dialect.callId(nonce, index)
  const made = caller(call, id, dialect.tools(asked))
  if (made === null) return []
  const { namespace } = dialect.tools(asked).find(({ name }) => name === made.name) ?? {}
  const group = namespace === undefined ? {} : { namespace }
  const name = call.unknown ? 'no_such_tool' : made.name
  return [{ tool: call.tool, id, name, input: inputOf(call, made.input), ...group }]
}

/** The arguments of a call, with what the script says is wrong with them. */
function inputOf({ wrong }: ScriptedCall, input: WireCall['input']): WireCall['input'] {
  if (wrong === undefined) return input
  if (wrong === 'none') return {}
  const other = (value: unknown) => (typeof value === 'string' ? 7 : 'seven')
  const empty = (value: unknown) => (typeof value === 'string' ? '' : value)
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, (wrong === 'types' ? other : empty)(value)]),
  )
}
