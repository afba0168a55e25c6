import { expect, test } from 'vitest'
import { compareVersions, isRelease } from '../../expectations/versions.ts'
import matrix from './matrix.json' with { type: 'json' }
import { matrixOf } from './releases.ts'

test('a matrix has the first and the last release of each month, and so the newest', () => {
  const all = ['2026.7.1', '2026.7.1-2', '2026.1.29', '2026.2.2-3', '2026.2.12', '2026.2.1', '2026.10.1']
  expect(matrixOf(all)).toEqual(['2026.1.29', '2026.2.1', '2026.2.12', '2026.7.1', '2026.7.1-2', '2026.10.1'])
})

test('the list that is kept is one of releases, in order', () => {
  expect(matrix.length).toBeGreaterThanOrEqual(12)
  expect(matrix.filter((version) => !isRelease(version))).toEqual([])
  expect(matrix).toEqual([...new Set(matrix)].sort(compareVersions))
})
