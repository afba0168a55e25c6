import { expect, test } from 'vitest'
import { Conversation } from './conversation.ts'

const says = (id: string, text: string) => ({ id, type: 'user', content: [{ text }] })
const context = says('c', '<session_context>\nwhere\n</session_context>')

function heldBy(...records: Parameters<Conversation['add']>[0][]): unknown[] {
  const conversation = new Conversation()
  for (const record of records) conversation.add(record)
  return conversation.messages.map((one) => (typeof one === 'string' ? one : (one.id ?? one)))
}

test('a later record of a message replaces it where it stands, and a rewind takes away all from one on', () => {
  expect(heldBy(says('a', 'one'), says('b', 'two'), says('a', 'three'))).toEqual(['a', 'b'])
  expect(heldBy(says('a', 'one'), says('b', 'two'), says('d', 'three'), { $rewindTo: 'b' })).toEqual(['a'])
  expect(heldBy(says('a', 'one'), { $rewindTo: 'nowhere' })).toEqual([])
})

test('a list of messages replaces all; one in which nobody says anything has thrown them away (google-gemini/gemini-cli#28775)', () => {
  const load = { $set: { messages: [context] } }
  expect(heldBy(says('a', 'one'), { $set: { messages: [context, says('s', 'a summary')] } })).toEqual(['c', 's'])
  expect(heldBy(load, load)).toEqual(['c'])
  expect(heldBy(says('a', 'one'), says('b', 'two'), load)).toEqual(['a', 'b', { $forgets: 2 }, 'c'])
})

test('who writes forgotten messages again has not forgotten them', () => {
  const load = { $set: { messages: [context] } }
  const again = { $set: { messages: [context, says('a', 'one')] } }
  expect(heldBy(says('a', 'one'), load, again)).toEqual(['c', 'a'])
})
