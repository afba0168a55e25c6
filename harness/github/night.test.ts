import { expect, test } from 'vitest'
import { nightOf } from './night.ts'

test('a night runs the matrix and the newest release, in shards', () => {
  expect(nightOf('', '', ['2026.9.1', '2026.9.6'], '2026.9.7').versions).toEqual(['2026.9.1', '2026.9.6', '2026.9.7'])
  expect(nightOf('', '', ['2026.9.1'], '2026.9.1')).toEqual({ versions: ['2026.9.1'], shards: [1, 2, 3], maps: [] })
})

test('a night draws a map of each agent that has a published one; by hand none is drawn', () => {
  expect(nightOf('', '', [], undefined, ['pi', 'openclaw', 'openclaw']).maps).toEqual(['pi', 'openclaw'])
  expect(nightOf('', 'stop', [], undefined, ['pi']).maps).toEqual([])
  expect(nightOf('2026.9.6', '', [], undefined, ['pi']).maps).toEqual([])
})

test('by hand it runs what is asked for; a few scenarios are for one machine', () => {
  expect(nightOf('2026.4.14, latest', 'stop', ['2026.9.1'], undefined)).toEqual({
    versions: ['2026.4.14', 'latest'],
    shards: [1],
    maps: [],
  })
})

test.each(['$(x)', '../x', '--port', 'a/b', 'x"'])('%s is no version', (word) => {
  expect(() => nightOf(word, '', [], undefined)).toThrow('is no version')
})
