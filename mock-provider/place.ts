import { bare } from '../harness/transcript/blocks.ts'
import { isBefore, type Place, placeOfLast } from '../harness/transcript/places.ts'
import { type Block, mergeTurns, type Turn } from '../harness/transcript/transcript.ts'
import type { WireCall } from './dialect.ts'
import type { Position, Script } from './script.ts'

/**
 * A reply that was delivered, or the part of it that was (`broken`): its place in the script, its text, and its calls as they went over
 * the wire.
 */
export type Served = Position & {
  readonly text: string
  readonly calls: readonly ServedCall[]
  readonly broken: boolean
}

/** A call by what it is known by in later requests: its bare id, and its name with its arguments. */
export type ServedCall = { readonly tool: string; readonly id: string; readonly text: string }

/** What a call is known by, computed once: each later request is compared with it. */
export function servedCall({ tool, id, name, input }: WireCall): ServedCall {
  return { tool, id: bare(id), text: asText({ name, input }) }
}

/** Words that begin alike for fewer letters may do so by chance. */
const fewLetters = 4

/**
 * Where a conversation stands in the script: at the scripted message that was said last in it, after the last of its replies that the
 * conversation holds. A reply is known by the ids of its calls, or by what they call where a gateway has given them other ids, or by its
 * text; so nothing depends on how a gateway cuts a conversation into turns, and a retry gets the same reply. `null` when it holds no
 * scripted message.
 */
export function placeIn(script: Script, served: readonly Served[], turns: readonly Turn[]): Position | null {
  const place = placeOf(script, turns)
  if (place === undefined) return null
  const turn = place.text
  const own = served.filter((reply) => reply.turn === turn)
  const held = heldIn(blocksAfter(place, turns))
  const given = own.flatMap((one) => (holds(held, one) && !(one.broken && lacksSome(held, one)) ? [one.reply] : []))
  // a provider that was started anew knows no reply by its ids
  const reply = own.length > 0 ? Math.max(-1, ...given) + 1 : assistantTurns(place, turns)
  const broken = own.filter((one) => one.reply === reply && one.broken)
  if (broken.length === 0) return { turn, reply }
  const wentOn = saidAfter(place, turns).some((text) => broken.some((one) => isPartOf(text, one)))
  const kept = broken.flatMap(({ calls }) => calls.flatMap((call) => (isHeld(held, call) ? [call.tool] : [])))
  if (kept.length > 0) return { turn, reply, after: 'went on', kept }
  return { turn, reply, after: wentOn ? 'went on' : 'asked again' }
}

/** The next of the replies to what the gateway asks for itself; `null` where the script has none, or no more. */
export function sidePlaceIn(script: Script, served: readonly Served[]): Position | null {
  const turn = script.findIndex(({ side }) => side)
  const reply = served.filter((one) => one.turn === turn && !one.broken).length
  return script[turn]?.replies[reply] === undefined ? null : { turn, reply, side: true }
}

/**
 * Whether a request goes on with a conversation although it offers no tool, as a last turn may: it holds a reply of ours, and ends with a
 * scripted message or with the result of a call. A request for a summary ends with words of the gateway.
 */
export function goesOn(script: Script, served: readonly Served[], turns: readonly Turn[]): boolean {
  const place = placeOf(script, turns)
  const from = turns.findLastIndex(({ role }) => role === 'assistant') + 1
  if (place === undefined || from === 0) return false
  const said = heldIn(turns.flatMap(({ role, blocks }) => (role === 'assistant' ? blocks : [])))
  const isOurs = served.some((reply) => holds(said, reply))
  const last = turns.slice(from).flatMap(({ blocks }) => blocks)
  return isOurs && (place.turn >= from || last.some(({ type }) => type === 'result'))
}

/** A task counts only where it begins a conversation: others may be told of it later. */
function placeOf(script: Script, turns: readonly Turn[]): Place | undefined {
  const said = placeOfLast(
    script.map(({ says, begins }) => (begins ? '' : says)),
    turns,
  )
  const first = turns.findIndex(({ role }) => role === 'user')
  const task = placeOfLast(
    script.map(({ says, begins }) => (begins ? says : '')),
    turns.slice(0, first + 1),
  )
  if (said === undefined || task === undefined) return said ?? task
  return isBefore(said, task) ? task : said
}

function blocksAfter({ turn, block }: Place, turns: readonly Turn[]): Block[] {
  return turns.slice(turn).flatMap(({ blocks }, index) => (index === 0 ? blocks.slice(block + 1) : blocks))
}

/** What a part of a conversation holds, looked up once for all replies. */
type Held = {
  readonly ids: ReadonlySet<string>
  readonly calls: ReadonlySet<string>
  readonly texts: readonly string[]
}

function heldIn(blocks: readonly Block[]): Held {
  return {
    ids: new Set(blocks.flatMap((block) => ('id' in block ? [bare(block.id)] : []))),
    calls: new Set(blocks.flatMap((block) => (block.type === 'call' ? [asText(block)] : []))),
    texts: blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])),
  }
}

function holds(held: Held, reply: Served): boolean {
  if (reply.calls.length === 0) return reply.text !== '' && held.texts.some((text) => text.includes(reply.text))
  return reply.calls.some((call) => isHeld(held, call))
}

/** Whether some of a reply's calls did not come to the gateway, which has kept the others and goes on with them. */
function lacksSome(held: Held, { calls }: Served): boolean {
  return calls.some((call) => !isHeld(held, call))
}

function isHeld({ ids, calls }: Held, { id, text }: ServedCall): boolean {
  return ids.has(id) || calls.has(text)
}

function asText({ name, input }: { readonly name: string; readonly input: unknown }): string {
  return `${name} ${JSON.stringify(input)}`
}

/** What the model has said since, as the conversation has it. */
function saidAfter({ turn }: Place, turns: readonly Turn[]): string[] {
  const said = turns.slice(turn).flatMap(({ role, blocks }) => (role === 'assistant' ? blocks : []))
  return said.flatMap((block) => (block.type === 'text' ? [block.text] : []))
}

/** Whether a text begins as a reply does that was broken; a gateway may have put words of its own behind the part. */
function isPartOf(said: string, { text }: Served): boolean {
  const first = text.trimStart().slice(0, fewLetters)
  return first.length === fewLetters && said.trimStart().startsWith(first)
}

function assistantTurns({ turn }: Place, turns: readonly Turn[]): number {
  return mergeTurns(turns.slice(turn)).filter(({ role }) => role === 'assistant').length
}

/** A place as the record has it, with the words of the message; a side request has neither. */
export function notedPlace(
  script: Script,
  position: Position | null,
): { readonly turn: number | null; readonly reply: number; readonly says?: string } {
  if (position === null || position.side) return { turn: null, reply: position?.reply ?? 0 }
  const says = script[position.turn]?.says
  return { turn: position.turn, reply: position.reply, ...(says !== undefined && { says }) }
}
