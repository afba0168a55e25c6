import { isObject, type Json, parseJson } from '../../mock-provider/json.ts'
import { linesOf } from '../store/lines.ts'
import type { Entry, Said, SessionFormat } from '../store/session.ts'
import { without } from '../store/splice.ts'
import { refusalsOf } from './health.ts'

/** What a repair came to on one broken session. */
export type Score = {
  /** the APIs whose strict provider refuses what is stored now, as it stands */
  readonly refusedBy: readonly string[]
  /** texts of real results that could be read in the broken file, and are in no message of the conversation any more */
  readonly lostResults: readonly string[]
  /** the same of what a person or a model has said */
  readonly lostWords: readonly string[]
  /** lines that were whole, and have changed in more than who they follow, the id of their call, or what was cut out of them */
  readonly touched: readonly string[]
}

/** Compares what is sent of a session after a repair with what was in the broken one. `whole` is the one that was broken, as a tree of messages. */
export function scoreOf(
  whole: readonly Json[],
  broken: Buffer,
  { sent: all, bytes: repaired }: { readonly sent: readonly Entry[]; readonly bytes: Buffer },
  format: SessionFormat,
): Score {
  const sent = all.filter(({ ended }) => !ended)
  const told = textsIn(repaired, sent, format)
  const isReadable = (text: string) => broken.includes(JSON.stringify(text).slice(1, -1))
  const isLost = (text: string) => isReadable(text) && !told.some((other) => other.includes(text))
  const said = whole.flatMap(textsOf)
  return {
    refusedBy: refusalsOf(sent, format.apis).map(({ api }) => api),
    lostResults: said.filter(({ role }) => role === 'toolResult').flatMap(({ text }) => (isLost(text) ? [text] : [])),
    lostWords: said.filter(({ role }) => role !== 'toolResult').flatMap(({ text }) => (isLost(text) ? [text] : [])),
    touched: touchedIn(broken, repaired, format),
  }
}

function textsOf(event: Json): { role: unknown; text: string }[] {
  const { role, content } = isObject(event.message) ? event.message : ({} as Json)
  const blocks = Array.isArray(content) ? content : []
  return blocks.flatMap((block) =>
    isObject(block) && typeof block.text === 'string' ? [{ role, text: block.text }] : [],
  )
}

function textsIn(bytes: Buffer, sent: readonly Entry[], { textOf }: SessionFormat): string[] {
  return sent.flatMap(({ from, to, pieces }) => {
    const record = parseJson(bytes.subarray(from, to).toString())
    const told = pieces.filter(({ type }) => type === 'text' || type === 'result')
    return isObject(record) ? told.map((piece) => textOf(record, piece)) : []
  })
}

/** A line may be cut and linked anew; whatever else is in it must be in a line of the repaired file as it was. */
function touchedIn(broken: Buffer, repaired: Buffer, format: SessionFormat): string[] {
  const after = new Set(linesOf(repaired).flatMap((line) => partsOf(line.bytes.toString(), format)))
  return linesOf(broken).flatMap((line) => {
    const text = line.bytes.toString()
    const record = parseJson(text)
    const said = isObject(record) ? format.read(record) : undefined
    return said === undefined || isMeantToChange(said, record)
      ? []
      : partsOf(text, format)
          .filter((part) => !after.has(part))
          .slice(0, 1)
  })
}

/** A result, a failed attempt, and a record that is a call and nothing else: the id of the call is in the middle of it. */
function isMeantToChange({ pieces, ended }: Said, record: unknown): boolean {
  const hasBlocks = Array.isArray(Object(Object(record).message).content)
  return ended === true || pieces.some(({ type }) => type === 'result' || (type === 'call' && !hasBlocks))
}

/** The values of a record, each by itself, without those that link it to others. */
function partsOf(text: string, format: SessionFormat): string[] {
  const { idKey, parentKey, ordinalKey, itemPath = [] } = format
  const record = parseJson(text)
  if (!isObject(record)) return []
  const event = format.read(record)?.item === undefined ? record : (JSON.parse(without(text, [itemPath])) as Json)
  const message = isObject(event.message) ? event.message : {}
  const content = Array.isArray(message.content)
    ? message.content.filter((block) => isObject(block) && block.type !== 'toolCall' && block.type !== 'tool_use')
    : []
  const links = [idKey, parentKey, ordinalKey, 'message', 'content', 'toolCallId']
  const fields = Object.entries({ ...event, ...message }).filter(([key]) => !links.includes(key))
  return [...fields, ...content].map((part) => JSON.stringify(part))
}
