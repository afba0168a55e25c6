import { isObject } from '../../../mock-provider/json.ts'
import type { StoreProblem } from '../../record/entry.ts'
import { textOf } from '../../transcript/transcript.ts'
import { turnOf } from './messages.ts'
import { branchOf, isInTree, orphansIn, type StoredEntry, type StoredLine } from './tree.ts'

/**
 * What is wrong with the entries of one session. Several leaves are no problem in themselves: a gateway branches off to drop a
 * message that was never answered, and to rewrite entries.
 */
export function problemsIn(source: string, lines: readonly StoredLine[]): StoreProblem[] {
  const read = lines.map(({ text, at }) => ({ text, at, event: parseObject(text) }))
  const entries: StoredEntry[] = read.flatMap(({ at, event }) => (event === undefined ? [] : [{ at, event }]))
  const garbled = read.filter(({ event }) => event === undefined)
  const twins = repeated(entries, ({ event }) => (isInTree(event) ? event.id : undefined))
  const copies = repeated(branchOf(entries), messageKey)
  const found = [
    ...garbled.map(({ at, text }) => ({ at, problem: `is not a JSON object: ${quoted(text)}` })),
    ...twins.map(([{ at, event }, first]) => ({ at, problem: `has the id of ${first.at}, "${event.id}"` })),
    ...orphansIn(entries).map(({ at, event }) => ({
      at,
      problem: `comes after an entry "${event.parentId}" that is not there`,
    })),
    ...copies.map(([entry, first]) => ({
      at: entry.at,
      problem: `is the message of ${first.at} once more, "${messageKey(entry)}"`,
    })),
    ...lostReplies(entries).map((entry) => ({
      at: entry.at,
      problem: `is a reply that the active branch has lost: ${quoted(replyOf(entry))}`,
    })),
  ]
  return found.map(({ at, problem }) => ({ source: `${source}, ${at}`, problem }))
}

/** A text that is a JSON object, or nothing. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A text as evidence: its beginning and its end. */
export function quoted(text: string): string {
  return text.length > 160 ? `"${text.slice(0, 100)}…${text.slice(-50)}"` : `"${text}"`
}

/** Each entry whose key an earlier one has, with that one. */
function repeated(
  entries: readonly StoredEntry[],
  keyOf: (entry: StoredEntry) => string | undefined,
): [StoredEntry, StoredEntry][] {
  return entries.flatMap((entry, index) => {
    const first = entries.findIndex((other) => keyOf(other) === keyOf(entry))
    return keyOf(entry) === undefined || first === index ? [] : [[entry, entries[first] ?? entry]]
  })
}

/** What a message is told by: the client's key of a sent one, the provider's id of a reply. */
function messageKey({ event: { message } }: StoredEntry): string | undefined {
  if (!isObject(message)) return undefined
  const key = message.role === 'user' ? message.idempotencyKey : message.responseId
  return typeof key === 'string' ? key : undefined
}

/** Replies that ended well and are on no branch in use, nor their words: two writers have split the tree. */
function lostReplies(entries: readonly StoredEntry[]): StoredEntry[] {
  const branch = branchOf(entries)
  const kept = new Set(branch.map(replyOf))
  return entries.filter((entry) => !branch.includes(entry) && replyOf(entry) !== '' && !kept.has(replyOf(entry)))
}

function replyOf({ event: { message }, at }: StoredEntry): string {
  if (!isObject(message) || message.role !== 'assistant' || message.stopReason !== 'stop') return ''
  return turnOf(message, at).map(textOf).join('\n').trim()
}
