import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { isObject, type Json, parseJson } from '../../../mock-provider/json.ts'
import { linesOf } from '../../store/lines.ts'
import { aborted, errorIn } from './messages.ts'

/** A row of a message or of one of its parts. */
export type Row = {
  readonly id: string
  readonly message_id?: string
  readonly session_id: string
  readonly time_created: number
  readonly time_updated: number
  readonly data: string
}

const messagesQuery = 'SELECT * FROM message WHERE session_id = ? ORDER BY time_created, id'
const partsQuery = 'SELECT * FROM part WHERE session_id = ? AND message_id = ? ORDER BY id'

/** The messages of a session in opencode's own order, each with its parts. */
export function* rowsOf(database: DatabaseSync, session: string): Generator<{ message: Row; parts: Row[] }> {
  const parts = database.prepare(partsQuery)
  for (const row of database.prepare(messagesQuery).iterate(session)) {
    const message = row as unknown as Row
    yield { message, parts: parts.all(session, message.id) as unknown as Row[] }
  }
}

/**
 * A message as lines: one for itself, one for each part, and one for each result. A call and its result are one part; here they are two
 * records, so that what is known of calls and results elsewhere holds here, too. Data that is no JSON stays as it is, and makes its line none.
 */
export function linesOfMessage({ message, parts }: { message: Row; parts: readonly Row[] }): string[] {
  const info = parseJson(message.data)
  // no key of the data, which a broken line may run into
  const by = isObject(info) ? String(info.role) : roleFrom(parts)
  const about = { of: message.id, by, ...(isObject(info) && isLeftOut(info, parts) && { ended: true }) }
  const lines: string[] = []
  const results: string[] = []
  for (const { id, data } of parts) {
    const part = parseJson(data)
    const state = isObject(part) && part.type === 'tool' && isObject(part.state) ? part.state : undefined
    const { input, ...result } = state ?? {}
    if (isObject(part) && (result.status === 'completed' || result.status === 'error')) {
      const call = { ...part, state: { input } }
      lines.push(JSON.stringify({ part: id, ...about, data: call }))
      results.push(JSON.stringify({ result: part.callID, part: id, ...about, state: result }))
    } else lines.push(withData({ part: id, ...about }, data))
  }
  return [withData({ message: message.id, by, created: message.time_created }, message.data), ...lines, ...results]
}

function withData(about: Json, data: string): string {
  return `${JSON.stringify(about).slice(0, -1)},"data":${data.replaceAll('\n', ' ')}}`
}

/** Attempts that ended badly are left out of a request, but for those that a person stopped when they had begun. */
function isLeftOut(info: Json, parts: readonly Row[]): boolean {
  const error = errorIn(info)
  if (error === undefined) return false
  const begun = parts.some(({ data }) => !/"type":"(?:step-start|reasoning)"/.test(data))
  return !(error.name === aborted && begun)
}

function roleFrom(parts: readonly Row[]): string {
  return parts.some(({ data }) => /"type":"(?:step-start|step-finish|tool|reasoning)"/.test(data))
    ? 'assistant'
    : 'user'
}

/** The rows that some lines stand for: those that were there, and new ones. */
export function rowsOfLines(bytes: Buffer, session: string): { messages: Row[]; parts: Row[] } {
  const messages: Row[] = []
  const parts = new Map<string, { of: string; data: Json }>()
  const said: { note: string; after: number; n: number }[] = []
  let last = ''
  const records = linesOf(bytes).map((line) => JSON.parse(line.bytes.toString()) as Json)
  const whole = new Set(records.flatMap(({ part, data }) => (data === undefined ? [] : [part])))
  for (const [n, { message, created, part, result, note, of, data, state }] of records.entries()) {
    if (typeof message === 'string') {
      messages.push(messageRow(message, session, data as Json, created))
      last = message.replace(/^msg/, 'prt')
    } else if (result !== undefined) {
      const call = parts.get(String(part))
      if (call) call.data.state = { ...(call.data.state as Json), ...(state as Json) }
    } else if (typeof part === 'string' && note === undefined) {
      parts.set(part, { of: String(of), data: structuredClone(data as Json) })
      last = part
    } else if (of === undefined) {
      // what comes before the first part of a message comes before the message
      const isBefore = !last.startsWith('prt') || last === messages.at(-1)?.id.replace(/^msg/, 'prt')
      said.push({ note: String(note), after: messages.length - (isBefore ? 2 : 1), n })
    }
    // in the place of a part that is gone, or behind another one: an id that goes on from another's comes right behind it
    else {
      const isInPlace = typeof part === 'string' && !whole.has(part)
      const id = isInPlace ? part : `${last}${idFrom(String(note), n)}`
      parts.set(id, { of: String(of), data: { type: 'text', text: note } })
      if (isInPlace) last = id
    }
  }
  const own = [...parts].map(([id, { of, data }]) => partRow(id, of, session, data))
  const added = said.map(({ note, after, n }) => personSays({ text: note, n }, session, messages[after], messages[0]))
  return {
    messages: [...messages, ...added.map(({ message }) => message)],
    parts: [...own, ...added.map(({ part }) => part)],
  }
}

/** A message of the person's that was not there: behind another, or before the first. */
function personSays(
  { text, n }: { text: string; n: number },
  session: string,
  after: Row | undefined,
  first: Row | undefined,
) {
  const created = after?.time_created ?? (first?.time_created ?? 1) - 1
  const id = `${after?.id ?? 'msg_0'}${idFrom(text, n)}`
  const data = { role: 'user', time: { created }, agent: 'build', model: { providerID: 'unknown', modelID: 'unknown' } }
  const part = partRow(id.replace(/^msg/, 'prt'), id, session, { type: 'text', text })
  return { message: messageRow(id, session, data), part }
}

/** Messages are in the order of their rows' times, whatever their data says. */
function messageRow(id: string, session_id: string, data: Json, at?: unknown): Row {
  const created = Number(at ?? Object(data.time).created ?? 0)
  return { id, session_id, time_created: created, time_updated: created, data: JSON.stringify(data) }
}

function partRow(id: string, message_id: string, session_id: string, data: Json): Row {
  return { id, message_id, session_id, time_created: 0, time_updated: 0, data: JSON.stringify(data) }
}

/** The end of a new id, in the order of lines; two texts may be the same. */
function idFrom(text: string, line: number): string {
  return String(line).padStart(6, '0') + createHash('sha256').update(text).digest('hex').slice(0, 8)
}
