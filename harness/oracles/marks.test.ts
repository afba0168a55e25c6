import { expect, test } from 'vitest'
import { factsOf } from '../facts/facts-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, finished, ran, record, reply, turns } from '../record/example.ts'
import { Marks } from './marks.ts'

const call = { id: 'toolu_01mainQ', tool: 'a' }
const main: EntryBody[] = [
  ...accepted('m1', 'compare three companies'),
  asked(0, 0, turns('u:compare three companies')),
  ...reply(0, 'let me look at them', call),
  ...ran(call.id, 'a', 1),
  ...finished(call.id, 'a', 'a returned nonce1'),
]
const side: EntryBody[] = [
  ...accepted('m2', 'describe four rivers', 'side'),
  asked(1, 1, turns('u:describe four rivers')),
]
const foundIn = (text: string, session: string, ...more: EntryBody[]) =>
  new Marks(factsOf(record(...main, ...side, ...more))).othersIn(text, session).map((mark) => mark.text)

test('finds the words, replies, results and ids of another session wherever they stand in a text', () => {
  expect(foundIn('he said: compare three companies!', 'side')).toEqual(['compare three companies'])
  expect(foundIn('let me look at them', 'side')).toEqual(['let me look at them'])
  expect(foundIn('…a returned nonce1…', 'side')).toEqual(['a returned nonce1'])
  expect(foundIn('toolu01mainQ', 'side')).toEqual(['toolu01mainQ'])
})

test('finds nothing in the session that it belongs to', () => {
  expect(foundIn('compare three companies', 'main')).toEqual([])
})

test('finds each of several', () => {
  expect(foundIn('compare three companies: a returned nonce1', 'side').toSorted()).toEqual([
    'a returned nonce1',
    'compare three companies',
  ])
})

test('what two sessions have said belongs to neither, nor do words that are a part of what the other said', () => {
  expect(foundIn('compare three companies', 'side', ...accepted('m3', 'compare three companies', 'side'))).toEqual([])
  expect(foundIn('compare three companies', 'side', ...accepted('m3', 'do compare three companies', 'side'))).toEqual(
    [],
  )
})

test('short words prove nothing', () => {
  expect(foundIn('go on', 'side', ...accepted('m3', 'go on'))).toEqual([])
})

test('half of what was said is not found', () => {
  expect(foundIn('compare three', 'side')).toEqual([])
})
