import { createHash } from 'node:crypto'
import { isInTree, outOfOrder } from '../store/branch.ts'
import type { Entry, Session, SessionFormat } from '../store/session.ts'
import { withValue } from '../store/splice.ts'
import type { Change, Edit, Mending } from './edits.ts'

/** Makes a tree one in which each record's parent is there and each id stands once; nothing is left out but exact copies. */
export function mendTree(bytes: Buffer, { entries }: Session, format: SessionFormat): Mending {
  if (format.shape !== 'tree') return { edits: [], changes: [] }
  const twins = mendTwins(bytes, entries, format)
  // one thing after another: what is renamed changes who is whose parent
  if (twins.edits.length > 0) return twins
  const parents = mendParents(bytes, entries, format)
  return parents.edits.length > 0 ? parents : mendOrder(bytes, entries)
}

/** The text of an entry, without its newline. */
export function textAt(bytes: Buffer, { from, to }: Pick<Entry, 'from' | 'to'>): string {
  return bytes
    .subarray(from, to)
    .toString()
    .replace(/\r?\n$/, '')
}

/** An edit that changes the text of an entry and leaves its newline. */
export function editOf(bytes: Buffer, entry: Pick<Entry, 'from' | 'to'>, text: string): Edit {
  const was = textAt(bytes, entry)
  return { from: entry.from, to: entry.from + Buffer.byteLength(was), put: text }
}

/** An id of eight digits, as good as new and the same each time. */
export function freshId(...of: readonly string[]): string {
  return createHash('sha256').update(of.join('\0')).digest('hex').slice(0, 8)
}

function mendTwins(bytes: Buffer, entries: readonly Entry[], { idKey }: SessionFormat): Mending {
  const edits: Edit[] = []
  const changes: Change[] = []
  const known = new Map<string, Entry>()
  for (const entry of entries.filter(isInTree)) {
    const id = entry.id as string
    const first = known.get(id)
    if (first === undefined) {
      known.set(id, entry)
      continue
    }
    const [text, twin] = [textAt(bytes, entry), textAt(bytes, first)]
    const at = `line ${entry.line}`
    if (text === twin) {
      edits.push({ from: entry.from, to: entry.to, put: '' })
      changes.push({ does: 'removes', at, what: 'an exact copy of a record', why: `line ${first.line} is the same` })
    } else {
      edits.push(editOf(bytes, entry, withValue(text, [idKey], freshId(id, text))))
      changes.push({
        does: 'changes',
        at,
        what: 'a record gets an id of its own',
        why: `line ${first.line} has the same`,
      })
    }
  }
  return { edits, changes }
}

function mendParents(bytes: Buffer, entries: readonly Entry[], { parentKey }: SessionFormat): Mending {
  const edits: Edit[] = []
  const changes: Change[] = []
  const tree = entries.filter(isInTree)
  const ids = new Set(tree.map(({ id }) => id))
  const parents = new Map(tree.map(({ id, parent }) => [id as string, parent ?? null]))
  const reached = new Set<string>()
  for (const [n, entry] of tree.entries()) {
    const { id, parent } = entry
    const isLost = typeof parent === 'string' && !ids.has(parent)
    if (!isLost && !isCircle(id as string, parents, reached)) continue
    const before = tree[n - 1]?.id ?? null
    parents.set(id as string, before)
    edits.push(editOf(bytes, entry, withValue(textAt(bytes, entry), [parentKey], before)))
    changes.push({
      does: 'changes',
      at: `line ${entry.line}`,
      what: 'a record follows the one that was written before it',
      why: isLost ? `its parent "${parent}" is not there` : 'its parents go round in a circle',
      ...(isLost && { lost: 'at least one record between them' }),
    })
  }
  return { edits, changes }
}

function mendOrder(bytes: Buffer, entries: readonly Entry[]): Mending {
  const found = outOfOrder(entries)
  if (found === undefined) return { edits: [], changes: [] }
  const { last, child } = found
  const edits = [
    { from: child.from, to: child.from, put: `${textAt(bytes, last)}\n` },
    { from: last.from, to: last.to, put: '' },
  ]
  const why = `line ${child.line} comes after it, and would not be reached`
  return {
    edits,
    changes: [{ does: 'moves', at: `line ${last.line}`, what: `a record goes before line ${child.line}`, why }],
  }
}

/** Whether the parents of an entry lead back to it; `reached` are those that are known to lead to a first one. */
function isCircle(id: string, parents: ReadonlyMap<string, string | null>, reached: Set<string>): boolean {
  const seen = new Set<string>()
  let next: string | null | undefined = id
  while (typeof next === 'string' && !reached.has(next)) {
    if (seen.has(next)) return next === id
    seen.add(next)
    next = parents.get(next)
  }
  for (const one of seen) reached.add(one)
  return false
}
