import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../mock-provider/json.ts'
import type { Entry, Path, Session, SessionFormat } from '../store/session.ts'
import { without } from '../store/splice.ts'
import type { Change, Edit, Mending } from './edits.ts'
import { editOf, textAt } from './mend-tree.ts'

/** The entries whose item has the id of an earlier one; an API takes each id once in a request. */
export function repeatedItems(entries: readonly Entry[]): { readonly entry: Entry; readonly first: Entry }[] {
  const known = new Map<string, Entry>()
  return entries.flatMap((entry) => {
    if (entry.item === undefined) return []
    const first = known.get(entry.item)
    if (first === undefined) known.set(entry.item, entry)
    return first === undefined ? [] : [{ entry, first }]
  })
}

/** Takes the id from each item that has the id of an earlier one. An exact copy goes, and so does a thought, which is signed with its id. */
export function mendItems(bytes: Buffer, { entries }: Session, { itemPath }: SessionFormat): Mending {
  const edits: Edit[] = []
  const changes: Change[] = []
  if (itemPath === undefined) return { edits, changes }
  for (const { entry, first } of repeatedItems(entries)) {
    const at = `line ${entry.line}`
    if (isCopy(bytes, entry, first, itemPath) || isThought(entry)) {
      edits.push({ from: entry.from, to: entry.to, put: '' })
      const what = isThought(entry) ? 'a thought' : 'an exact copy of an item'
      changes.push({ does: 'removes', at, what, why: `line ${first.line} has the same id, "${entry.item}"` })
    } else {
      edits.push(editOf(bytes, entry, without(textAt(bytes, entry), [itemPath])))
      changes.push({ does: 'removes', at, what: `its id "${entry.item}"`, why: `line ${first.line} has the same` })
    }
  }
  return { edits, changes }
}

function isThought({ pieces }: Entry): boolean {
  return pieces.some(({ type }) => type === 'other')
}

/** Two equal calls may both have run, so of these each is kept. */
function isCopy(bytes: Buffer, entry: Entry, first: Entry, itemPath: Path): boolean {
  const [own, other] = [entry, first].map((one) => itemIn(JSON.parse(textAt(bytes, one)) as Json, itemPath))
  return entry.pieces.every(({ type }) => type === 'text') && isDeepStrictEqual(own, other)
}

/** What the id of an item stands in. */
function itemIn(record: Json, itemPath: Path): unknown {
  return itemPath.slice(0, -1).reduce<unknown>((value, key) => Object(value)[key], record)
}
