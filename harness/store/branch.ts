import type { Entry, SessionFormat } from './session.ts'

/** The entries of the conversation that an agent goes on with, oldest first; bookkeeping among them. */
export function branchOf(entries: readonly Entry[], format: SessionFormat): Entry[] {
  if (format.branch !== undefined) return format.branch(entries)
  return format.shape === 'list' ? [...entries] : chainOf(entries)
}

/** From the newest entry of a tree to its first, turned round; it begins where a parent is missing. */
export function chainOf(entries: readonly Entry[]): Entry[] {
  const byId = new Map(entries.flatMap((entry) => (entry.id === undefined ? [] : [[entry.id, entry] as const])))
  const newest = entries.findLast(isInTree)
  let next = newest?.leaf === undefined ? newest : byId.get(newest.leaf)
  const seen = new Set<Entry>()
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    next = byId.get(next.parent ?? '')
  }
  return [...seen].reverse()
}

/** Whether an entry has a place in the tree, as the head of a session has not. */
export function isInTree({ id, parent }: Entry): boolean {
  return id !== undefined && parent !== undefined
}

/** The part of a branch that the agent sends: since the last summary what that keeps, and the summary before it. */
export function sentOf(branch: readonly Entry[]): { readonly summary: Entry | undefined; readonly sent: Entry[] } {
  const at = branch.findLastIndex(({ keepsFrom }) => keepsFrom !== undefined)
  const summary = branch[at]
  if (summary === undefined) return { summary, sent: [...branch] }
  const from = branch.findIndex(({ id }) => id === summary.keepsFrom)
  return { summary, sent: branch.slice(from < 0 || from > at ? at + 1 : from).filter((entry) => entry !== summary) }
}

/** The last entry of a tree's file, when others come after it in the tree: the lines have lost their order, and those are not reached. */
export function outOfOrder(entries: readonly Entry[]): { readonly last: Entry; readonly child: Entry } | undefined {
  const last = entries.findLast(isInTree)
  const child =
    last?.leaf === undefined ? entries.find(({ parent }) => last !== undefined && parent === last.id) : undefined
  return last === undefined || child === undefined ? undefined : { last, child }
}

/** The entries whose parent is not there. */
export function lostIn(entries: readonly Entry[]): Entry[] {
  const ids = new Set(entries.map(({ id }) => id))
  return entries.filter((entry) => isInTree(entry) && typeof entry.parent === 'string' && !ids.has(entry.parent))
}
