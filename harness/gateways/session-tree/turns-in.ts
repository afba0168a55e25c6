import { messageOf } from '../../errors.ts'
import type { Turn } from '../../transcript/transcript.ts'
import { turnOf } from './messages.ts'
import { branchOf, orphansIn, type StoredEntry, type StoredLine } from './tree.ts'

/** The active branch of a stored session as neutral turns. @throws Error when a line is damaged or an entry has lost its parent */
export function turnsIn(lines: readonly StoredLine[]): Turn[] {
  return activeBranch(lines.flatMap(parseLine))
}

/** The last line may be one that a running gateway has not finished writing; a damaged line before it is a damaged store. */
function parseLine({ text, at, open }: StoredLine): StoredEntry[] {
  try {
    return [{ event: JSON.parse(text), at }]
  } catch (error) {
    if (open) return []
    throw new Error(`${at} is not JSON: ${messageOf(error)}`)
  }
}

function activeBranch(entries: readonly StoredEntry[]): Turn[] {
  const [orphan] = orphansIn(entries)
  if (orphan !== undefined)
    throw new Error(`${orphan.at} comes after an entry "${orphan.event.parentId}" that is not there`)
  const branch = branchOf(entries)
  return (branch.length > 0 ? branch : entries).flatMap(({ event, at }) => turnOf(event.message, at))
}
