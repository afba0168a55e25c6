import { readFileSync } from 'node:fs'
import { HarnessError, messageOf } from '../errors.ts'
import type { Entry, EntryKind, EntryOf } from './entry.ts'
import { problemOfEntry } from './schemas/index.ts'

/** The format that records have now; records of format 1 do not say so. */
export const recordFormat = 2

/** The entries of one kind, in order. */
export function entriesOf<K extends EntryKind>(entries: readonly Entry[], kind: K): EntryOf<K>[] {
  return entries.filter((entry): entry is EntryOf<K> => entry.kind === kind)
}

/**
 * Reads a stored `record.jsonl`, of any format so far, through the schemas of its entries: it may come from a stranger. A last line that
 * was cut by a crash is left out.
 * @throws HarnessError BAD_RECORD when the file cannot be read or holds something else
 */
export function readRecord(file: string): Entry[] {
  const lines = readLines(file)
  return lines.flatMap((line, index) => {
    const value = parse(line)
    if (value === undefined && index === lines.length - 1) return []
    const problem = value === undefined ? 'it is not JSON' : problemOfEntry(value)
    if (problem === undefined) return [value as Entry]
    throw new HarnessError('BAD_RECORD', `${file}:${index + 1} is no entry of a record: ${problem}`)
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch (error) {
    throw new HarnessError('BAD_RECORD', `cannot read ${file}: ${messageOf(error)}; give the folder of a stored run`)
  }
}
