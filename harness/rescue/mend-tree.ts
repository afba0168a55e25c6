import { createHash } from 'node:crypto'
import { isInTree, outOfOrder } from '../store/branch.ts'
import type { Entry, Session, SessionFormat } from '../store/session.ts'
import { withValue } from '../store/splice.ts'
import type { Change, Edit, Mending } from './edits.ts'

const newline = 0x0a
const carriageReturn = 0x0d

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
  // not by the length of its text: bytes that are no UTF-8 are longer as text
  let to = entry.to
  if (to > entry.from && bytes[to - 1] === newline) to--
  if (to > entry.from && to < entry.to && bytes[to - 1] === carriageReturn) to--
  return { from: entry.from, to, put: text }
}

/** An id in the form that the agent wants, as good as new and the same each time: a UUID, or eight digits. */
export function freshId({ uuids }: Pick<SessionFormat, 'uuids'>, ...of: readonly string[]): string {
  const hash = createHash('sha256').update(of.join('\0')).digest('hex')
  if (!uuids) return hash.slice(0, 8)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

function mendTwins(bytes: Buffer, entries: readonly Entry[], format: SessionFormat): Mending {
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
    if (text === twin) {
      edits.push({ from: entry.from, to: entry.to, put: '' })
      const why = `line ${first.line} is the same`
      changes.push({ does: 'removes', at: `line ${entry.line}`, what: 'an exact copy of a record', why })
      continue
    }
    // what comes after hangs on what was said, and not on bookkeeping; of two that were said the later one counts, as for an agent
    const [keeps, other] = entry.role === undefined && first.role !== undefined ? [first, entry] : [entry, first]
    known.set(id, keeps)
    const own = textAt(bytes, other)
    edits.push(editOf(bytes, other, withValue(own, [format.idKey], freshId(format, id, own))))
    const why = `line ${keeps.line} has the same`
    changes.push({ does: 'changes', at: `line ${other.line}`, what: 'a record gets an id of its own', why })
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
  const seen = new Set<string | null>([null])
  // as long as each record stands behind its parent, none can come from a later one
  let isInOrder = true
  for (const [n, entry] of tree.entries()) {
    const { id, parent } = entry
    seen.add(id ?? null)
    const isLost = typeof parent === 'string' && !ids.has(parent)
    if (!isLost && !isCircle(id as string, parents, reached)) {
      isInOrder &&= seen.has(parent ?? null)
      continue
    }
    const before = isInOrder ? (tree[n - 1]?.id ?? null) : lastBefore(tree.slice(0, n), id as string, parents)
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

/** The last of some entries that does not come from the one of this id. */
function lastBefore(some: readonly Entry[], id: string, parents: ReadonlyMap<string, string | null>): string | null {
  const comesFrom = (from: string): boolean => {
    const seen = new Set<string>()
    for (let at: string | null | undefined = from; typeof at === 'string' && !seen.has(at); at = parents.get(at)) {
      if (at === id) return true
      seen.add(at)
    }
    return false
  }
  return some.findLast((entry) => entry.id !== undefined && !comesFrom(entry.id))?.id ?? null
}

function mendOrder(bytes: Buffer, entries: readonly Entry[]): Mending {
  const found = outOfOrder(entries)
  if (found === undefined) return { edits: [], changes: [] }
  const { last, child } = found
  const parent = entries.find(({ id }) => id !== undefined && id === last.parent)
  // one of the two has left its place: the one that does not stand behind its own parent there
  const isChildAstray = parent !== undefined && parent.from > child.from
  const [moved, at, place] = isChildAstray
    ? [child, last.to, `behind line ${last.line}`]
    : [last, child.from, `before line ${child.line}`]
  const gap = at > 0 && bytes[at - 1] !== newline ? '\n' : ''
  const edits = [
    { from: at, to: at, put: `${gap}${textAt(bytes, moved)}\n` },
    { from: moved.from, to: moved.to, put: '' },
  ]
  const why = `line ${child.line} comes after line ${last.line}, and would not be reached`
  return {
    edits,
    changes: [{ does: 'moves', at: `line ${moved.line}`, what: `a record goes ${place}`, why }],
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
