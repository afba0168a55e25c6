import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { halfLine } from '../../store/half-line.ts'

/** An entry as it stands on disk. `open` is a last line without its end, which a running gateway may still be writing. */
export type StoredLine = { readonly text: string; readonly at: string; readonly open: boolean }

/** An entry of a stored session, which is a tree. A `leaf` says which entry is the newest of the active branch. */
export type StoredEntry = {
  readonly at: string
  readonly event: {
    readonly type?: string
    readonly id?: string
    readonly parentId?: string | null
    readonly targetId?: string | null
    readonly message?: unknown
  }
}

/**
 * The lines of a JSONL file; a copy of it goes to `evidence`. Undefined when there is no such file. Half a line that we have left there is
 * none, as long as nothing is written onto it.
 */
export async function readLines(file: string, evidence: string): Promise<StoredLine[] | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  await mkdir(evidence, { recursive: true })
  await writeFile(join(evidence, basename(file)), text)
  const lines = text
    .split('\n')
    .map((line, n, all) => ({ text: line, at: `line ${n + 1}`, open: n === all.length - 1 }))
  return lines.filter(({ text }) => text.trim() !== '' && text !== halfLine)
}

/** The active branch, from its first entry to its newest; it begins where a parent is missing. */
export function branchOf(entries: readonly StoredEntry[]): StoredEntry[] {
  const byId = new Map(entries.map((entry) => [entry.event.id, entry]))
  const newest = entries.findLast(({ event }) => isInTree(event))
  let next = newest?.event.type === 'leaf' ? byId.get(newest.event.targetId ?? '') : newest
  const branch: StoredEntry[] = []
  while (next !== undefined && !branch.includes(next)) {
    branch.unshift(next)
    next = byId.get(next.event.parentId ?? '')
  }
  return branch
}

/** Whether an entry has a place in the tree, as the head of a session has not. */
export function isInTree({ id, parentId }: StoredEntry['event']): boolean {
  return id !== undefined && parentId !== undefined
}

/** The entries whose parent is not there. */
export function orphansIn(entries: readonly StoredEntry[]): StoredEntry[] {
  const ids = new Set(entries.map(({ event }) => event.id))
  return entries.filter(({ event }) => isInTree(event) && event.parentId !== null && !ids.has(event.parentId))
}
