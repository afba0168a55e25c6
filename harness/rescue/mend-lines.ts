import { parse } from 'jsonc-parser'
import { isObject, type Json, parseJson } from '../../mock-provider/json.ts'
import { type Line, linesOf } from '../store/lines.ts'
import type { SessionFormat } from '../store/session.ts'
import { hiddenIn } from '../store/splice.ts'
import type { Change, Edit, Mending } from './edits.ts'
import { freshId } from './mend-tree.ts'

/** How far a record whose line breaks were written raw may reach, in lines. */
const maxJoined = 1_000

/** How many places of a torn line are tried for the beginning of another record. */
const maxTries = 1_000

/**
 * Makes each line a whole record: joins what raw line breaks have cut, parts what was glued together, strips what was never written, and
 * keeps of a half record what can be read.
 */
export function mendLines(bytes: Buffer, format: SessionFormat, name: string): Mending {
  const lines = linesOf(bytes).map((line) => ({ ...line, text: line.bytes.toString() }))
  const texts = lines.map(({ text }) => text)
  const pieces = texts.flatMap((text) => wholeIn(text, format))
  const ids = new Set(pieces.flatMap((text) => idOf(wholeRecord(text, format)) ?? []))
  // where records have no ids, half a record is known by its texts
  const isByText = format.shape === 'list' && texts.some((text) => isTorn(text, format))
  const replaced = new Set(format.replaces ? replacedIn(pieces, format) : [])
  const known = { ids, replaced, whole: new Set(isByText ? pieces.flatMap(textsIn) : []), taken: new Set<string>() }
  const head = format.head?.(name, {})
  const hasHead = head !== undefined && lines.some(({ text }) => isHeadLike(wholeRecord(text, format), head))
  const edits: Edit[] = []
  const changes: Change[] = []
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n] as (typeof lines)[number]
    if (line.text.trim() === '') continue
    const record = wholeRecord(line.text, format)
    if (record !== undefined) {
      const hidden = hiddenTexts(line.text, record)
      if (hidden.length === 0) continue
      edits.push({
        from: line.from,
        to: endOf(line),
        put: linesOfRecords(withNote(hidden, record, record, known, format)),
      })
      changes.push({ ...hiddenChange, at: `line ${line.line}` })
      continue
    }
    const joined = joinedAt(texts, n, format)
    const to = endOf(lines[n + (joined?.count ?? 1) - 1] as Line)
    const made =
      joined === undefined
        ? mended(line.text, n === 0, { ...known, hasHead }, format, name)
        : { put: [joined.text], changes: joinedChange }
    edits.push({ from: line.from, to, put: made.put.map((record) => `${record}\n`).join('') })
    changes.push(...made.changes.map((change) => ({ ...change, at: `line ${line.line}` })))
    n += (joined?.count ?? 1) - 1
  }
  const last = lines.at(-1)
  if (last !== undefined && !last.ended && wholeRecord(last.text, format) !== undefined && edits.length > 0)
    edits.push({ from: bytes.length, to: bytes.length, put: '\n' })
  return { edits, changes }
}

/** Texts of a record that has run into another one, of which only one is read; most records are told by their length to hold none. */
function hiddenTexts(text: string, record: Json): string[] {
  if (JSON.stringify(record).length === text.trim().length) return []
  return hiddenIn(text).filter((words) => /\S\s+\S/.test(words))
}

const hiddenChange: Omit<Change, 'at'> = {
  does: 'changes',
  what: 'two records that have run into each other: the texts of the one that is not read are kept as a note',
  why: 'a key stands twice in it, and only the last one counts',
  lost: 'the rest of it',
}

function linesOfRecords(records: readonly Json[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

/** What stands whole elsewhere in the file: the ids of records, and their texts where records have no ids; and the ids that notes were given. */
type Known = {
  readonly ids: ReadonlySet<string>
  /** records of which a later state is there */
  readonly replaced: ReadonlySet<string>
  readonly whole: ReadonlySet<string>
  readonly taken: Set<string>
  readonly hasHead: boolean
}

type Made = { readonly put: readonly string[]; readonly changes: readonly Omit<Change, 'at'>[] }

const joinedChange: Made['changes'] = [
  {
    does: 'changes',
    what: 'lines that belong to one record are joined',
    why: 'line breaks inside a text were written raw',
  },
]

function wholeRecord(text: string, { read }: SessionFormat): Json | undefined {
  const value = parseJson(text)
  return isObject(value) && read(value) !== undefined ? value : undefined
}

function idOf(record: Json | undefined): string | undefined {
  const id = record?.id ?? record?.uuid
  return typeof id === 'string' ? id : undefined
}

function endOf({ from, bytes, ended }: Line): number {
  return from + bytes.length + (ended ? 1 : 0)
}

/** The lines from `n` on that are one record when they are joined. */
function joinedAt(
  texts: readonly string[],
  n: number,
  format: SessionFormat,
): { text: string; count: number } | undefined {
  let text = texts[n] ?? ''
  const apart = text + (texts[n + 1] ?? '')
  if (!text.startsWith('{')) return undefined
  for (let count = 2; count <= maxJoined && n + count <= texts.length; count++) {
    const next = texts[n + count - 1] ?? ''
    if (wholeRecord(next, format) !== undefined) return undefined
    if (count === 2 && wholeRecord(apart, format) !== undefined) return { text: apart, count }
    text = `${text}\\n${next}`
    if (wholeRecord(text, format) !== undefined) return { text, count }
  }
  return undefined
}

function mended(text: string, isHead: boolean, known: Known, format: SessionFormat, name: string): Made {
  const parts = text.split(/\0+/).filter((part) => part.trim() !== '')
  const unwritten: Made['changes'] = text.includes('\0')
    ? [{ does: 'removes', what: 'bytes that were never written (NUL)', why: 'they hold nothing' }]
    : []
  const made = parts
    .flatMap((part) => parted(part, format))
    .map((part, n) => ofPart(part, isHead && n === 0, known, format, name))
  return { put: made.flatMap(({ put }) => put), changes: [...unwritten, ...made.flatMap(({ changes }) => changes)] }
}

/** The records that a later one of the same id replaces. */
function replacedIn(records: readonly string[], format: SessionFormat): string[] {
  const ids = records.map((text) => idOf(wholeRecord(text, format)))
  return records.filter((_, n) => ids[n] !== undefined && ids.lastIndexOf(ids[n]) > n)
}

function isTorn(text: string, format: SessionFormat): boolean {
  return text.trim() !== '' && wholeRecord(text, format) === undefined
}

/** The whole records of a line: itself, or those that stand in a torn one. */
function wholeIn(text: string, format: SessionFormat): string[] {
  const parts = isTorn(text, format) ? text.split(/\0+/).flatMap((part) => parted(part, format)) : [text]
  return parts.filter((part) => wholeRecord(part, format) !== undefined)
}

/** The records that were glued together on a line; the first may be half. */
function parted(text: string, format: SessionFormat): string[] {
  if (wholeRecord(text, format) !== undefined) return [text]
  // from the back: an object inside a record has more of the record behind it, and so does not parse
  let at = text.lastIndexOf('{"')
  for (let tries = 0; at > 0 && tries < maxTries; tries++) {
    const rest = text.slice(at)
    const record = wholeRecord(rest, format)
    const mark = record && (format.shape === 'tree' ? idOf(record) : record.type)
    if (mark !== undefined) return [...parted(text.slice(0, at), format), rest]
    at = text.lastIndexOf('{"', at - 1)
  }
  return [text]
}

/** A note has the place of the half record, or goes before what is kept of that, so that what comes after hangs on the same id. */
function withNote(
  texts: readonly string[],
  half: Json,
  saved: Json | undefined,
  { taken }: Pick<Known, 'taken'>,
  format: SessionFormat,
): Json[] {
  const note = `[From a record that could not be read:]\n${texts.join('\n')}`
  const [fresh, was] = [freshId(format, note), half[format.parentKey]]
  // a parent that is not there is mended with the tree
  const parent = typeof was === 'string' || was === null ? was : `before ${fresh}`
  const own = idOf(half)
  // where a later record replaces an earlier one, a second note of one id would
  const id = own === undefined || taken.has(own) ? fresh : own
  taken.add(id)
  if (saved === undefined) return [format.note(note, half, { id, parent })]
  return [format.note(note, half, { id: fresh, parent }), { ...saved, [format.parentKey]: fresh }]
}

/** What stands between the texts of a record. */
const structure = /^[\s:,{}[\]]*(?:true|false|null|-?[\d.]+)?[\s:,{}[\]]*$/

/**
 * Texts that can still be read in what is no record any more: what stands between two quotes and is no single word. A tear may have taken one
 * quote of a pair, so each may begin a text and end one, and the last may have no end.
 */
function textsIn(torn: string): string[] {
  const parts = torn.split(/(?<=(?<!\\)(?:\\\\)*)"/)
  const told = parts.filter((part, n) => {
    const isText = parts[n - 2] === 'text' && parts[n - 1]?.trim() === ':'
    // what stands before the first quote of a line that has lost its beginning may be the end of a text
    return (n > 0 || !torn.startsWith('{')) && (isText || /\S\s+\S/.test(part)) && !structure.test(part)
  })
  // the end of what is cut off may be half a sign
  return told.flatMap((part) => parseJson(`"${part.replace(/(?<!\\)\\(?:u[\da-f]{0,3})?$/i, '')}"`) ?? []) as string[]
}

const headChange: Omit<Change, 'at'> = {
  does: 'changes',
  what: 'the head of the session is written again',
  why: 'without it the agent reads nothing',
}

/** Whether a record is a head such as this one, by its type or, where heads have none, by its keys. */
function isHeadLike(record: Json | undefined, head: Json): boolean {
  if (record === undefined || record.type !== head.type) return false
  return head.type !== undefined || Object.keys(head).every((key) => key in record)
}

/** Whether a broken first line is what is left of the head, and not of a record with texts. */
function isOfHead(half: Json, text: string, { type }: Json): boolean {
  return half.type === undefined ? textsIn(text).length === 0 : half.type === type
}

function ofPart(text: string, isHead: boolean, known: Known, format: SessionFormat, name: string): Made {
  const { ids, whole, replaced } = known
  if (replaced.has(text))
    return {
      put: [],
      changes: [{ does: 'removes', what: 'an earlier state of a record', why: 'a later one is there, too' }],
    }
  if (wholeRecord(text, format) !== undefined)
    return {
      put: [text],
      changes: [{ does: 'changes', what: 'a record gets a line of its own', why: 'another was glued to it' }],
    }
  const read: unknown = parse(text)
  const half = isObject(read) ? read : {}
  if (isHead && format.head !== undefined) {
    const bare = format.head(name, {})
    if (isOfHead(half, text, bare)) return { put: [JSON.stringify(format.head(name, half))], changes: [headChange] }
    // another record has come to stand first, or has run into the head
    const own = ofPart(text, false, known, format, name)
    if (known.hasHead) return own
    const kept = Object.fromEntries(Object.entries(half).filter(([key]) => key in bare && key !== 'type'))
    return { put: [JSON.stringify(format.head(name, kept)), ...own.put], changes: [headChange, ...own.changes] }
  }
  const id = idOf(half)
  if (id !== undefined && ids.has(id))
    return { put: [], changes: [{ does: 'removes', what: 'half a record', why: 'the whole one is there, too' }] }
  const saved = format.salvage(half)
  const kind = String(half.type ?? 'record').slice(0, 40)
  const change = { what: `half a record (${kind})`, why: 'its line breaks off or is damaged', lost: 'the rest of it' }
  const kept = saved === undefined ? [] : (format.read(saved)?.pieces ?? []).map((piece) => format.textOf(saved, piece))
  const rest = textsIn(text).filter((words) => !kept.some((other) => other.includes(words)) && !whole.has(words))
  if (rest.length > 0) {
    const told: Made['changes'] = [{ ...change, does: 'changes', what: `${change.what}: its texts are kept as a note` }]
    return { put: withNote(rest, half, saved, known, format).map((record) => JSON.stringify(record)), changes: told }
  }
  return saved === undefined
    ? { put: [], changes: [{ ...change, does: 'removes' }] }
    : {
        put: [JSON.stringify(saved)],
        changes: [{ ...change, does: 'changes', what: `${change.what}: what can be read of it is kept` }],
      }
}
