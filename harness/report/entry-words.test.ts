import { expect, test } from 'vitest'
import type { Entry } from '../record/entry.ts'
import { wordsOf } from './entry-words.ts'
import { lostResult } from './example.ts'

test('every entry reads as a sentence', () => {
  const words = lostResult().map(wordsOf)
  expect(words.filter(({ text }) => text === '' || text.includes('undefined'))).toEqual([])
  expect(words.map(({ text }) => text)).toContain('tool a finishes: "a returned 1"')
})

test('an entry of a kind that is not known reads as its fields', () => {
  const entry = { n: 1, at: 2, kind: 'client-danced', where: 'here' } as unknown as Entry
  expect(wordsOf(entry)).toEqual({
    lane: 'client',
    label: 'client-danced',
    tone: 'plain',
    text: 'client danced, where "here"',
  })
})
