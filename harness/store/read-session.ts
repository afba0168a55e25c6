import { isObject, parseJson } from '../../mock-provider/json.ts'
import { type Line, linesOf } from './lines.ts'
import type { Entry, Session, SessionFormat, Torn } from './session.ts'

/** A line as an entry, or as what could not be read; nothing for an empty line. */
export function readLine(line: Line, format: SessionFormat): { entry: Entry } | { torn: Torn } | undefined {
  const { bytes, from, ended } = line
  const at = { line: line.line, from, to: from + bytes.length + (ended ? 1 : 0) }
  const text = bytes.toString()
  if (text.trim() === '') return undefined
  const value = parseJson(text)
  if (!isObject(value)) return { torn: { ...at, why: whyTorn(bytes, ended) } }
  const said = format.read(value)
  return said === undefined
    ? { torn: { ...at, why: 'it lacks what such a record has' } }
    : { entry: { ...said, ...at } }
}

function whyTorn(bytes: Buffer, ended: boolean): string {
  if (bytes.includes(0)) return 'it holds bytes that were never written (NUL)'
  return ended ? 'it is no whole JSON object' : 'it breaks off'
}

/** Reads a whole session. */
export function readSession(bytes: Buffer, format: SessionFormat): Session {
  const read = linesOf(bytes).flatMap((line) => readLine(line, format) ?? [])
  return {
    entries: read.flatMap((one) => ('entry' in one ? [one.entry] : [])),
    torn: read.flatMap((one) => ('torn' in one ? [one.torn] : [])),
  }
}
