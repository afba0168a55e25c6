import { expect, test } from 'vitest'
import { inChunks, inTurns, randomOf, shuffled } from './random.ts'

test('chance is the same for the same seed, and another for another', () => {
  const draws = (seed: number) => {
    const random = randomOf(seed)
    return Array.from({ length: 20 }, () => random.below(1_000))
  }
  expect(draws(1)).toEqual(draws(1))
  expect(draws(1)).not.toEqual(draws(2))
  expect(Math.max(...draws(3))).toBeLessThan(1_000)
})

test('what weighs more is drawn more often, and what weighs nothing never', () => {
  const random = randomOf(1)
  const drawn = Array.from({ length: 400 }, () =>
    random.weighted(['a', 'b', 'c'], (one) => ({ a: 3, b: 1, c: 0 })[one] ?? 0),
  )
  const count = (one: string) => drawn.filter((other) => other === one).length
  expect(count('a')).toBeGreaterThan(2 * count('b'))
  expect(count('b')).toBeGreaterThan(50)
  expect(count('c')).toBe(0)
})

test('a shuffled list holds the same, in an order that the seed decides', () => {
  const list = Array.from({ length: 30 }, (_, n) => n)
  expect(shuffled(list, 1).toSorted((a, b) => a - b)).toEqual(list)
  expect(shuffled(list, 1)).toEqual(shuffled(list, 1))
  expect(shuffled(list, 1)).not.toEqual(shuffled(list, 2))
})

test('a list in chunks holds the same, and so many with the same key stand together', () => {
  const list = Array.from({ length: 20 }, (_, n) => ({ key: n % 2 === 0 ? 'even' : 'odd', n }))
  const chunked = inChunks(list, ({ key }) => key, 4, 1)
  expect(chunked.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(list.map(({ n }) => n))
  const changes = chunked.filter(({ key }, index) => key !== chunked[index - 1]?.key).length
  expect(changes).toBeLessThanOrEqual(6)
})

test('in turns each key comes before any comes again', () => {
  const list = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']
  const keys = inTurns(list, (one) => one.slice(0, 1), 1).map((one) => one.slice(0, 1))
  expect(keys.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c'])
  expect(keys.slice(3, 5).toSorted()).toEqual(['a', 'c'])
  expect(keys.slice(5)).toEqual(['a'])
})
