import type { Piece } from '../expected/deviation.ts'
import type { Seen } from '../expected/evidence.ts'
import { type Item, nameOf } from '../expected/items.ts'
import { apart } from '../transcript/apart.ts'
import { short } from '../transcript/blocks.ts'
import type { Finding } from './judgement.ts'

/** A deviation as a finding: what, where, what was expected there and what stands there. */
export function findingOf({ channel, deviation }: Seen): Finding {
  const { where, n } = channel
  if (deviation.kind === 'stranger') {
    const what = deviation.found.block.type === 'call' ? 'a call that the model never made' : 'a text that nobody said'
    return finding(`${where} has ${what}`, 'nothing but what was said', wordsOf(deviation.found), [n])
  }
  const { item, found } = deviation
  const what = nameOf(item)
  const entries = [...new Set([entryOf(item), n])].toSorted((a, b) => a - b)
  if (deviation.kind === 'altered')
    return finding(`${where} has ${what} altered`, ...apart(deviation.expected, deviation.actual), entries, found)
  if (deviation.kind === 'doubled')
    return finding(`${where} has ${what} twice`, `${quoted(item)}, once`, `it stands a second time`, entries, found)
  if (deviation.kind === 'moved')
    return finding(
      `${where} has ${what} in the wrong place`,
      `${quoted(item)} after ${nameOf(deviation.before)} (${quoted(deviation.before)})`,
      'it stands before that',
      entries,
      found,
    )
  const actual = found === undefined ? 'nothing' : wordsOf(found)
  if (deviation.call !== undefined) {
    const { tool, id, name = 'its tool' } = deviation.call
    return finding(`${where} lacks call ${tool} of the model`, `call ${id} of ${name}`, actual, entries, found)
  }
  const expected = deviation.isSummarized ? `${quoted(item)}, or a summary in its place` : quoted(item)
  return finding(`${where} lacks ${what}`, expected, actual, entries, found)
}

function finding(says: string, expected: string, actual: string, entries: readonly number[], at?: Piece): Finding {
  return { says, expected, actual, entries, excerpt: at === undefined ? [] : [`at ${at.at}: ${wordsOf(at)}`] }
}

function entryOf(item: Item): number {
  if (item.type === 'message') return item.message.n
  return item.type === 'reply'
    ? (item.request.replying?.n ?? item.request.n)
    : (item.call.ends.at(-1)?.n ?? item.call.n)
}

function quoted(item: Item): string {
  if (item.type !== 'reply' || item.calls.length === 0) return `"${short(item.text)}"`
  const calls = item.calls.map(({ id, tool }) => `call ${tool} (${id})`).join(', ')
  return item.text.trim() === '' ? calls : `"${short(item.text)}" with ${calls}`
}

function wordsOf({ block }: Piece): string {
  if (block.type === 'call') return `call ${block.id} of ${block.name}`
  if (block.type === 'result') return `the result of ${block.id}: "${short(block.text)}"`
  return block.type === 'text' ? `"${short(block.text)}"` : block.name
}
