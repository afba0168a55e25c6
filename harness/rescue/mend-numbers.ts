import { isObject, parseJson } from '../../mock-provider/json.ts'
import type { Session, SessionFormat } from '../store/session.ts'
import { withValue } from '../store/splice.ts'
import type { Change, Edit, Mending } from './edits.ts'
import { editOf, textAt } from './mend-tree.ts'

/** Numbers the records of a list onward where a number is missing, is there twice or falls; a gap is left. */
export function mendNumbers(bytes: Buffer, { entries }: Session, { ordinalKey }: SessionFormat): Mending {
  const edits: Edit[] = []
  if (ordinalKey === undefined) return { edits, changes: [] }
  const changes: Change[] = []
  let last: number | undefined
  for (const entry of entries) {
    const text = textAt(bytes, entry)
    const record = parseJson(text)
    const number = isObject(record) ? record[ordinalKey] : undefined
    // a file without numbers has none to put right
    if (typeof number !== 'number' && last === undefined) continue
    if (typeof number === 'number' && (last === undefined || number > last)) last = number
    else {
      last = (last ?? 0) + 1
      edits.push(editOf(bytes, entry, withValue(text, [ordinalKey], last)))
      if (changes.length === 0)
        changes.push({
          does: 'changes',
          at: `line ${entry.line}`,
          what: 'the records are numbered onward from here',
          why: 'a number is missing or is there twice',
        })
    }
  }
  return { edits, changes }
}
