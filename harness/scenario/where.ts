import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { messageOf } from '../errors.ts'

/** Where in a file something is: `:line:column`, both from 1; nothing when it cannot be told. */
export type Where = string

/** Where a text is no JSON, and why; nothing when it is. */
export function brokenJson(text: string): { readonly at: Where; readonly why: string } | undefined {
  const errors: ParseError[] = []
  treeOf(text, errors)
  const [first] = errors
  if (first === undefined) return undefined
  const why = printParseErrorCode(first.error).replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
  return { at: lineAndColumn(text, first.offset), why: why.toLowerCase() }
}

/** What is nested too deeply to be read has no places. */
function treeOf(text: string, errors: ParseError[] = []): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true })
  } catch {
    return undefined
  }
}

/** Where a field is in JSON text, or what it would be in when it is missing. */
export function fieldAt(text: string, path: readonly PropertyKey[]): Where {
  const root = treeOf(text)
  if (root === undefined) return ''
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[])
    if (node !== undefined) return lineAndColumn(text, node.offset)
  }
  return ''
}

/** Where a module failed to load or to run, as Node tells it in the error's stack: in a frame, or above a line with `^`. */
export function failedAt(error: unknown, path: string): Where {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const lines = stack.split('\n')
  const frame = lines.find((line) => line.trimStart().startsWith('at ') && line.includes(`${path}:`))
  // V8 gives the beginning of a module for a name that is not defined in an `export default`
  if (frame !== undefined) return /:\d+:\d+(?=\)?$)/.exec(frame)?.[0].replace(/^:1:1$/, '') ?? ''
  const shown = /:(\d+)$/.exec(lines[0]?.replace('file://', '').startsWith(path) ? (lines[0] ?? '') : '')
  const column = lines.find((line) => /^\s*\^+/.test(line))?.indexOf('^') ?? 0
  return shown === null ? '' : `:${shown[1]}:${column + 1}`
}

/** The nearest names of what a scenario file may use, when its error is about one that it may not. */
export function hintOf(error: unknown, parts: Readonly<Record<string, unknown>>, near: Nearest): string {
  const message = messageOf(error)
  const [, part = '', method = ''] = /^(\w+)\.(\w+) is not a function$/.exec(message) ?? []
  const [, notExported, notDefined] = /export named '(\w+)'|^(\w+) is not defined$/.exec(message) ?? []
  const name = notExported ?? notDefined
  const methods = Object.hasOwn(parts, part) ? Object.keys(parts[part] as object) : []
  if (methods.length > 0) return `; did you mean ${listed(near(method, methods).map((one) => `${part}.${one}`))}?`
  return name === undefined ? '' : `; did you mean ${listed(near(name, Object.keys(parts)))}?`
}

type Nearest = (word: string, list: readonly string[]) => readonly string[]

function listed(names: readonly string[]): string {
  return names.join(' or ')
}

function lineAndColumn(text: string, offset: number): Where {
  const before = text.slice(0, offset).split('\n')
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}
