import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exploreBugs, exploredIn, exploredLines } from './explored.ts'

test('a planted bug is found by exploring alone, and what was found is kept', { timeout: 120_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  const told: string[] = []
  const progress = (line: string) => void told.push(line)
  const found = await exploreBugs({ bugs: ['reply-lines-joined'], budgetMs: 60_000, seed: 1, out, progress })
  expect(found).toMatchObject([{ bug: 'reply-lines-joined', claim: 'replies-true' }])
  expect(exploredIn(out)).toEqual(found)
  expect(told).toEqual(['looking for reply-lines-joined'])
  expect(existsSync(join(out, 'reply-lines-joined'))).toBe(false)
})

test('what was found is told a line each, and in all', () => {
  const all = [
    { bug: 'one', claim: 'session-live', verdicts: 20, ms: 9_400 },
    { bug: 'two', claim: undefined, verdicts: 900, ms: 300_000 },
    { bug: 'three', claim: 'store-sound', verdicts: 40, ms: 12_000 },
  ]
  expect(exploredLines(all)).toEqual([
    '✓ one: session-live after 20 verdicts, 9 s',
    '✗ two: not found after 900 verdicts, 300 s',
    '✓ three: store-sound after 40 verdicts, 12 s',
    '2 of 3 planted bugs were found by exploring alone, after 40 verdicts in the median',
  ])
})
