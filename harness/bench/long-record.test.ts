import { expect, test } from 'vitest'
import { judgeRun } from '../oracles/judge.ts'
import { longRecord } from './long-record.ts'

test('a record that judging is measured by is one in which every claim holds', () => {
  const entries = longRecord(2_000)
  const { claims } = judgeRun(entries)
  expect(claims.flatMap(({ claim, findings }) => findings.map(({ says }) => `${claim}: ${says}`))).toEqual([])
  expect(claims.filter(({ verdict }) => verdict !== 'pass').map(({ claim, why }) => `${claim}: ${why}`)).toEqual([])
  expect(entries.length).toBeGreaterThan(2_000)
})

test('a loss at the end of it is seen', () => {
  const entries = longRecord(500).map((entry) => (entry.kind === 'transcript-stored' ? { ...entry, turns: [] } : entry))
  expect(judgeRun(entries).verdict).toBe('fail')
})
