import { expect, test } from 'vitest'
import { findBreaks } from '../../transcript/pairing.ts'
import { damaged, type StoredEvent } from './damage.ts'
import { turnOf } from './messages.ts'

const call = (id: string) => ({ type: 'toolCall', id, name: 'exec', arguments: {} })
const result = (toolCallId: string) => ({
  role: 'toolResult',
  toolCallId,
  content: [{ type: 'text', text: toolCallId }],
})
const messages = [
  { role: 'user', content: 'compare' },
  { role: 'assistant', content: [call('a'), call('b')] },
  result('a'),
  result('b'),
  { role: 'assistant', content: [call('c')] },
  result('c'),
  { role: 'assistant', content: [{ type: 'text', text: 'alike' }] },
]
const history: StoredEvent[] = messages.map((message, index) => ({
  type: 'message',
  id: `event${index}`,
  parentId: index === 0 ? null : `event${index - 1}`,
  message,
}))
const breaksOf = (events: readonly StoredEvent[]) =>
  findBreaks(events.flatMap(({ message }) => turnOf(message, ''))).map(({ rule, ids }) => `${rule} ${ids}`)

test('the history is whole before', () => {
  expect(breaksOf(history)).toEqual([])
})

test.each([
  ['orphaned-call', ['c'], ['call-without-result c']],
  ['orphaned-result', ['c'], ['result-without-call c']],
  ['repeated-result', ['c'], ['result-repeated c']],
  [
    'swapped-ids',
    ['a', 'c'],
    ['call-without-result a', 'result-without-call c', 'call-without-result c', 'result-without-call a'],
  ],
] as const)('%s breaks the pairs that it names and no others, in a chain that holds', (damage, calls, breaks) => {
  const made = damaged(history, damage)
  expect(made?.calls).toEqual(calls)
  expect(breaksOf(made?.events ?? [])).toEqual(breaks)
  const ids = made?.events.map(({ id }) => id) ?? []
  expect(made?.events.map(({ parentId }) => parentId)).toEqual([null, ...ids.slice(0, -1)])
  expect(new Set(ids).size).toBe(ids.length)
})

test('there is nothing to damage in a history without tools, and nothing to swap in one batch', () => {
  expect(damaged(history.slice(0, 1), 'orphaned-call')).toBeUndefined()
  expect(damaged(history.slice(0, 4), 'swapped-ids')).toBeUndefined()
})
