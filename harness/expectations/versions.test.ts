import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVersions, includes, isRelease, parseRange, writeRange } from './versions.ts'

/** In the order in which they come, which is neither that of semver nor that of letters. */
const inOrder = [
  '2026.1.29',
  '2026.2.2',
  '2026.2.2-3',
  '2026.2.12',
  '2026.3.23-beta.2',
  '2026.3.23',
  '2026.3.23-1',
  '2026.3.23-2',
  '2026.7.1-beta.6',
  '2026.7.1',
  '2026.7.1-2',
  '2026.7.35',
  '2026.10.1',
  'a-planted-bug',
]

test('a correction comes after its release, a beta before it, and a name after all', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(inOrder), (some) => {
      expect(some.toSorted(compareVersions)).toEqual(inOrder.filter((version) => some.includes(version)))
    }),
  )
})

test('a beta is no release, a correction is one', () => {
  expect(['2026.7.1', '2026.7.1-2', '2026.7.1-beta.4', '0.0.1', 'latest'].map(isRelease)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

describe('a range', () => {
  test.each([
    ['2026.7.1', '2026.7.1', true],
    ['2026.7.1', '2026.7.1-2', false],
    ['2026.1.29 - 2026.4.14', '2026.1.29', true],
    ['2026.1.29 - 2026.4.14', '2026.4.14', true],
    ['2026.1.29 - 2026.4.14', '2026.3.23-1', true],
    ['2026.1.29 - 2026.4.14', '2026.4.15', false],
    ['2026.1.29 - 2026.7.1', '2026.7.1-2', false],
    ['2026.1.29 - 2026.7.1-2', '2026.7.1-1', true],
    ['>=2026.9.2', '2026.10.1', true],
    ['>=2026.9.2', '2026.9.1', false],
    ['2026.1.29 || >=2026.9.2', '2026.9.3', true],
    ['2026.1.29 || >=2026.9.2', '2026.2.1', false],
    ['>=2026.1.29', 'a-planted-bug', false],
    ['a-planted-bug', 'a-planted-bug', true],
  ])('%s includes %s: %s', (range, version, is) => {
    expect(includes(range, version)).toBe(is)
  })

  test('is written as it is read', () => {
    const range = '2026.1.29 || 2026.2.1 - 2026.7.1-2 || >=2026.9.2'
    expect(writeRange(parseRange(range))).toBe(range)
  })

  test.each(['', '<=2026.9.2', '2026.9.6 - 2026.1.29', '2026.1.29, 2026.9.6', '^2026.1.29'])('%j is none', (text) => {
    expect(() => parseRange(text)).toThrow('is no range of versions')
  })
})
