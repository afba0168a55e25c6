import type { Entry, Session, SessionFormat } from '../store/session.ts'
import { withValue } from '../store/splice.ts'
import type { Mending } from './edits.ts'
import { editOf, textAt } from './mend-tree.ts'

/** The entries of a list whose number is missing, is there twice or falls, with the number that each is to have; a gap is none. */
export function misnumbered(entries: readonly Entry[]): { readonly entry: Entry; readonly ordinal: number }[] {
  let last: number | undefined
  return entries.flatMap((entry) => {
    const { ordinal } = entry
    // a file without numbers has none to put right
    if (ordinal === undefined && last === undefined) return []
    const isRight = ordinal !== undefined && (last === undefined || ordinal > last)
    last = isRight ? ordinal : (last ?? 0) + 1
    return isRight ? [] : [{ entry, ordinal: last }]
  })
}

/** Numbers the records of a list onward from the first whose number is wrong. */
export function mendNumbers(bytes: Buffer, { entries }: Session, { ordinalKey }: SessionFormat): Mending {
  const wrong = ordinalKey === undefined ? [] : misnumbered(entries)
  const [first] = wrong
  if (ordinalKey === undefined || first === undefined) return { edits: [], changes: [] }
  const what = 'the records are numbered onward from here'
  const why = 'a number is missing, is there twice or falls'
  return {
    edits: wrong.map(({ entry, ordinal }) =>
      editOf(bytes, entry, withValue(textAt(bytes, entry), [ordinalKey], ordinal)),
    ),
    changes: [{ does: 'changes', at: `line ${first.entry.line}`, what, why }],
  }
}
