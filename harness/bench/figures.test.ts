import { expect, test } from 'vitest'
import { figuresOf, percentile } from './figures.ts'
import { tableOf } from './table.ts'

test.each([
  [[3, 1, 2], 50, 2],
  [[4, 1, 3, 2], 50, 2],
  [Array.from({ length: 100 }, (_, n) => n + 1), 99, 99],
  [Array.from({ length: 101 }, (_, n) => n + 1), 99, 100],
  [[7], 99, 7],
  [[1, 100], 99, 100],
  [[5, 6], 0, 5],
])('percentile %#', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected)
})

test('there is no percentile of nothing', () => {
  expect(() => percentile([], 50)).toThrow(RangeError)
})

const window = { instant: 10_000, until: 20_000 }

test.each([
  ['before the instant', { ...window, effect: 9_999 }, 'early'],
  ['at the instant', { ...window, effect: 10_000 }, 'hits'],
  ['just before the next', { ...window, effect: 19_999 }, 'hits'],
  ['at the next', { ...window, effect: 20_000 }, 'late'],
  ['when nothing came next', { ...window, effect: 90_000, until: Number.POSITIVE_INFINITY }, 'hits'],
  ['before a window of no length', { instant: 5, until: 5, effect: 4 }, 'early'],
  ['at a window of no length', { instant: 5, until: 5, effect: 5 }, 'late'],
])('an effect %s', (_, shot, kind) => {
  const { early, hits, late } = figuresOf([shot])
  expect({ early, hits, late }).toEqual({ early: 0, hits: 0, late: 0, [kind]: 1 })
})

test('how far off a shot was counts the same on both sides, in milliseconds', () => {
  const shots = [6_000, 12_000, 13_000].map((effect) => ({ ...window, effect }))
  expect(figuresOf(shots)).toMatchObject({ shots: 3, medianMs: 3, p99Ms: 4 })
})

test('a row says what was measured', () => {
  const ours = figuresOf([{ ...window, effect: 10_400 }])
  const delayed = figuresOf([
    { ...window, effect: 4_000 },
    { ...window, effect: 25_000 },
    { ...window, effect: 15_000 },
  ])
  const row = { instant: 'a finishes', fault: '/stop', ours, delay: { ms: 123, windowMs: 9.97, figures: delayed } }
  expect(tableOf([row]).split('\n').at(-1)).toBe(
    '| a finishes | `/stop` | 1 | 0.4 ms | 0.4 ms | 1 of 1 | 123 ms | 6.0 ms | 15 ms | 1 of 3 (1 early, 1 late) | 10 ms |',
  )
})
