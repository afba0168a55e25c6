import { applyEdits, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser'
import type { Path } from './session.ts'

/** The text of a JSON value with one value in it set, and every other byte as it was. */
export function withValue(json: string, path: Path, value: unknown): string {
  const text = withKeysOnce(json)
  return applyEdits(text, modify(text, [...path], value, {}))
}

/** Of a key that stands twice in an object the last counts, and an edit would change the first. */
function withKeysOnce(json: string): string {
  const tree = parseTree(json)
  return tree !== undefined && hasKeyTwice(tree) ? JSON.stringify(JSON.parse(json)) : json
}

function hasKeyTwice({ type, children = [] }: Node): boolean {
  const keys = type === 'object' ? children.map(({ children: [key] = [] }) => key?.value) : []
  return new Set(keys).size < keys.length || children.some(hasKeyTwice)
}

/** Texts that no reader of a JSON value gets: a key stands twice in an object, as where two records have run into each other, and the last counts. */
export function hiddenIn(json: string): string[] {
  const tree = parseTree(json)
  return tree === undefined ? [] : hiddenBelow(tree)
}

function hiddenBelow({ type, children = [] }: Node): string[] {
  if (type !== 'object') return children.flatMap(hiddenBelow)
  const last = new Map(children.map((property) => [property.children?.[0]?.value, property]))
  return children.flatMap((property) => {
    const [key, value] = property.children ?? []
    if (value === undefined) return []
    return last.get(key?.value) === property ? hiddenBelow(value) : textsBelow(value)
  })
}

function textsBelow({ type, value, children = [] }: Node): string[] {
  return type === 'string' ? [String(value)] : children.flatMap(textsBelow)
}

/** The text of a JSON value without some of the values in it, and every other byte as it was. */
export function without(json: string, paths: readonly Path[]): string {
  // from the back, since each cut moves what comes after it
  return paths.toSorted(lastFirst).reduce(cut, json)
}

/** jsonc-parser's own removal leaves a byte of the last value of a list that has no line breaks. */
function cut(json: string, path: Path): string {
  const text = withKeysOnce(json)
  const tree = parseTree(text)
  const value = tree && findNodeAtLocation(tree, [...path])
  const node = value?.parent?.type === 'property' ? value.parent : value
  if (node?.parent === undefined) return text
  const siblings = node.parent.children ?? []
  const at = siblings.indexOf(node)
  const [before, after] = [siblings[at - 1], siblings[at + 1]]
  const from = after === undefined && before !== undefined ? endOf(before) : node.offset
  return text.slice(0, from) + text.slice(after?.offset ?? endOf(node))
}

function endOf({ offset, length }: Node): number {
  return offset + length
}

function lastFirst(a: Path, b: Path): number {
  for (const [index, key] of a.entries()) {
    const other = b[index]
    if (key !== other && typeof key === 'number' && typeof other === 'number') return other - key
  }
  return 0
}
