import { branchOf } from '../store/branch.ts'
import type { Entry, Session, SessionFormat } from '../store/session.ts'
import { withValue } from '../store/splice.ts'
import type { Mending } from './edits.ts'
import { editOf, textAt } from './mend-tree.ts'

/**
 * Puts back into the conversation what was in it before the repair and is beside it now: half a record that is read again, or a record that
 * follows another one now, may make a new newest branch. `told` are the ids of what was in it.
 */
export function mendSides(
  bytes: Buffer,
  { entries }: Session,
  format: SessionFormat,
  told: ReadonlySet<string>,
): Mending {
  if (format.shape !== 'tree') return { edits: [], changes: [] }
  const branch = branchOf(entries, format)
  const own = new Set(branch)
  const lost = entries.find((entry) => entry.id !== undefined && told.has(entry.id) && !own.has(entry))
  if (lost === undefined) return { edits: [], changes: [] }
  const side = sideOf(lost, entries, own)
  const next = branch.find(({ id, parent }) => id !== undefined && parent !== undefined && parent === side.parent)
  const end = side.entries.findLast(({ id }) => told.has(id ?? ''))
  if (next === undefined || end === undefined) return { edits: [], changes: [] }
  const what = `a record follows line ${end.line}`
  const why = 'what the agent sends before the repair would not be reached'
  return {
    edits: [editOf(bytes, next, withValue(textAt(bytes, next), [format.parentKey], end.id))],
    changes: [{ does: 'changes', at: `line ${next.line}`, what, why }],
  }
}

/** What an entry beside a branch belongs to: where that leaves the branch, and all that is on it, as it stands in the file. */
function sideOf(
  { id = '' }: Entry,
  entries: readonly Entry[],
  branch: ReadonlySet<Entry>,
): { readonly parent: string | null; readonly entries: readonly Entry[] } {
  const byId = new Map(entries.map((entry) => [entry.id ?? '', entry]))
  const side = new Set([id])
  let parent = byId.get(id)?.parent ?? null
  // parents may still go round in a circle
  for (let at = byId.get(parent ?? ''); at !== undefined && !branch.has(at) && !side.has(at.id ?? ''); ) {
    side.add(at.id ?? '')
    parent = at.parent ?? null
    at = byId.get(parent ?? '')
  }
  const comesFrom = (entry: Entry) => side.has(entry.id ?? '') || side.has(entry.parent ?? '')
  const found = entries.filter((entry) => {
    if (branch.has(entry) || !comesFrom(entry)) return false
    side.add(entry.id ?? '')
    return true
  })
  return { parent, entries: found }
}
