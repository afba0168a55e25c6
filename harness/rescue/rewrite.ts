import type { Json } from '../../mock-provider/json.ts'
import type { CallPiece, Entry, Piece, Session, SessionFormat } from '../store/session.ts'
import { without, withValue } from '../store/splice.ts'
import type { Edit } from './edits.ts'
import { Chain, Tree } from './links.ts'
import { editOf, freshId, textAt } from './mend-tree.ts'

/** One entry of a conversation as it is to be: an entry that is there, or a new one made after one that is near. */
export type Node =
  | {
      readonly entry: Entry
      /** what is cut out of it; with all of it cut it goes, unless it is an attempt that ended badly */
      readonly cut: readonly Piece[]
      readonly ids: ReadonlyMap<Piece, string>
      /** it goes to this place from another */
      readonly moved: boolean
    }
  | { readonly result: CallPiece; readonly text: string; readonly error: boolean; readonly near: Entry }
  | { readonly note: string; readonly near: Entry; readonly isBefore: boolean }

/** The edits that make the conversation of a session what it is to be; what is not on this branch stays, and hangs on what is left. */
export function rewrite(bytes: Buffer, { entries }: Session, nodes: readonly Node[], format: SessionFormat): Edit[] {
  const isTree = format.shape === 'tree'
  const edits: Edit[] = []
  const ids = new Set(entries.map(({ id }) => id))
  const heirs = new Map<string, string | null>()
  const moved = new Set(nodes.flatMap((node) => ('entry' in node && node.moved ? [node.entry] : [])))
  const links = format.branch === undefined ? new Chain(nodes) : new Tree()
  let anchor = anchorBefore(nodes)
  for (const node of nodes) {
    if ('entry' in node && !node.moved && isGone(node)) {
      edits.push({ from: node.entry.from, to: node.entry.to, put: '' })
      // what comes in its place stands where it stood: the last record of a file says which branch goes on
      anchor = node.entry.from
      const heir = links.gone(node.entry)
      if (node.entry.id !== undefined && !moved.has(node.entry)) heirs.set(node.entry.id, heir)
      continue
    }
    const parent = links.parentOf(node)
    const id = 'entry' in node ? node.entry.id : freshIn(ids, parent, node, format)
    if ('entry' in node && !node.moved) {
      const text = textOf(bytes, node, parent, isTree, format)
      if (text !== textAt(bytes, node.entry)) edits.push(editOf(bytes, node.entry, text))
      anchor = node.entry.to
    } else {
      const text =
        'entry' in node
          ? textOf(bytes, node, parent, isTree, format)
          : madeOf(bytes, node, { id: id ?? '', parent }, format)
      edits.push({
        from: anchor,
        to: anchor,
        put: anchor > 0 && bytes[anchor - 1] !== 0x0a ? `\n${text}` : `${text}\n`,
      })
    }
    links.passed(node, id)
  }
  return isTree ? [...edits, ...inherited(bytes, entries, nodes, heirs, format)] : edits
}

function anchorBefore(nodes: readonly Node[]): number {
  const first = nodes.find((node) => 'entry' in node && !node.moved)
  return first !== undefined && 'entry' in first ? first.entry.from : 0
}

function isGone({ entry: { pieces, ended }, cut }: Extract<Node, { entry: Entry }>): boolean {
  return cut.length > 0 && !ended && pieces.every((piece) => cut.includes(piece))
}

function textOf(
  bytes: Buffer,
  { entry, cut, ids }: Extract<Node, { entry: Entry }>,
  parent: string | null,
  isTree: boolean,
  { parentKey }: SessionFormat,
): string {
  let text = textAt(bytes, entry)
  for (const [piece, id] of ids) if ('idPath' in piece) text = withValue(text, piece.idPath, id)
  text = without(
    text,
    cut.map(({ path }) => path),
  )
  return isTree && entry.parent !== undefined && (entry.parent ?? null) !== parent
    ? withValue(text, [parentKey], parent)
    : text
}

function madeOf(
  bytes: Buffer,
  node: Exclude<Node, { entry: Entry }>,
  link: { id: string; parent: string | null },
  format: SessionFormat,
): string {
  const like = JSON.parse(textAt(bytes, node.near)) as Json
  return JSON.stringify(
    'note' in node ? format.note(node.note, like, link) : format.result(node.result, node, like, link),
  )
}

function freshIn(
  ids: Set<string | undefined>,
  parent: string | null,
  node: Exclude<Node, { entry: Entry }>,
  format: SessionFormat,
): string {
  const what = 'note' in node ? node.note : node.result.id
  let id = freshId(format, parent ?? '', what)
  for (let n = 0; ids.has(id); n++) id = freshId(format, parent ?? '', what, String(n))
  ids.add(id)
  return id
}

/** What hung on an entry that is gone hangs on what that hung on. */
function inherited(
  bytes: Buffer,
  entries: readonly Entry[],
  nodes: readonly Node[],
  heirs: ReadonlyMap<string, string | null>,
  { parentKey }: SessionFormat,
): Edit[] {
  const branch = new Set(nodes.flatMap((node) => ('entry' in node ? [node.entry] : [])))
  return entries.flatMap((entry) => {
    const heir = heirs.get(entry.parent ?? '')
    if (heir === undefined || branch.has(entry)) return []
    return [editOf(bytes, entry, withValue(textAt(bytes, entry), [parentKey], heir))]
  })
}
