import type { Act } from './act.ts'
import type { OfferedTool, WireCall, WireReply } from './dialect.ts'
import { isObject, type Json } from './json.ts'

/** A JSON document as one reply. */
export function jsonActs(status: number, headers: Readonly<Record<string, string>>, body: unknown): Act[] {
  return [
    { do: 'head', status, headers: { 'content-type': 'application/json', ...headers } },
    { do: 'write', bytes: JSON.stringify(body) },
    { do: 'end' },
  ]
}

/** The head of a stream of server-sent events. */
export function streamHead(headers: Readonly<Record<string, string>>): Act {
  return { do: 'head', status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers } }
}

/** A write of one server-sent event, with the event's name where the API gives it one. */
export function event(data: unknown, { name, mark, piece }: { name?: string; mark?: string; piece?: true } = {}): Act {
  const bytes = `${name === undefined ? '' : `event: ${name}\n`}${eventText(data)}`
  return { do: 'write', bytes, ...(mark !== undefined && { mark }), ...(piece && { piece }) }
}

/** The text of an event without a name. */
export function eventText(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

/** Real streams split arguments at any byte; an empty piece and three more are enough to cut inside. */
export function inPieces(text: string, count = 3): string[] {
  const letters = lettersOf(text)
  const size = Math.ceil(letters.length / count)
  const pieces = ['']
  for (let at = 0; pieces.length <= count; at += size) pieces.push(joined(letters.slice(at, at + size)))
  return pieces
}

const surrogate = /[\ud800-\udfff]/

/** The letters of a text, none of them half; the text itself where each is one code unit, which is quicker. */
function lettersOf(text: string): string | string[] {
  return surrogate.test(text) ? Array.from(text) : text
}

function joined(letters: string | string[]): string {
  return typeof letters === 'string' ? letters : letters.join('')
}

/** A tool by its name and its JSON schema. */
export function offeredTool(name: unknown, schema: unknown): OfferedTool[] {
  if (typeof name !== 'string') return []
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {}
  return [{ name, parameters: Object.keys(properties) }]
}

/** The field of a request's body, if it has one. */
export function field(body: unknown, key: string): unknown {
  return isObject(body) ? body[key] : undefined
}

/** The text of a content that is a string or a list of parts with texts. */
export function textIn(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .filter(isObject)
    .flatMap(({ text }: Json) => (typeof text === 'string' ? [text] : []))
    .join('\n')
}

/** Arguments that came as JSON text; the text itself when it is none. */
export function parseArguments(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

/** The arguments of a call as text; the last call of a reply that runs out of tokens breaks off in the middle of them. */
export function argumentsText({ calls, ends }: WireReply, call: WireCall): string {
  const whole = JSON.stringify(call.input)
  return ends === 'max-tokens' && call === calls.at(-1) ? half(whole) : whole
}

/** The first half of a text. */
export function half(text: string): string {
  const letters = lettersOf(text)
  return joined(letters.slice(0, letters.length / 2))
}
