import { readFileSync } from 'node:fs'
import { HarnessError, messageOf } from '../errors.ts'
import type { Entry, EntryKind, EntryOf } from './entry.ts'

/** The entries of one kind, in order. */
export function entriesOf<K extends EntryKind>(entries: readonly Entry[], kind: K): EntryOf<K>[] {
  return entries.filter((entry): entry is EntryOf<K> => entry.kind === kind)
}

/**
 * Reads a stored `record.jsonl`. A last line that was cut by a crash is left out.
 * @throws HarnessError BAD_RECORD when the file cannot be read or holds something else
 */
export function readRecord(file: string): Entry[] {
  const lines = readLines(file)
  return lines.flatMap((line, index) => {
    try {
      return [JSON.parse(line) as Entry]
    } catch (error) {
      if (index === lines.length - 1) return []
      throw new HarnessError(
        'BAD_RECORD',
        `${file}:${index + 1} is not JSON (${messageOf(error)}); is this a record of a run?`,
      )
    }
  })
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch (error) {
    throw new HarnessError('BAD_RECORD', `cannot read ${file}: ${messageOf(error)}; give the folder of a stored run`)
  }
}
