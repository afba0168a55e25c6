import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import { exploreBugs, exploredIn, exploredLines, isExplored } from './explored.ts'

test('a planted bug is found by exploring alone, and what was found is kept', { timeout: 120_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  const told: string[] = []
  const progress = (line: string) => void told.push(line)
  const found = await exploreBugs({ bugs: ['reply-lines-joined'], budgetMs: 60_000, seed: 1, out, progress })
  expect(found).toMatchObject([{ bug: 'reply-lines-joined', claim: 'replies-true' }])
  expect(exploredIn(out)).toEqual(found)
  expect(told).toEqual(['exploring reply-lines-joined'])
  expect(existsSync(join(out, 'reply-lines-joined'))).toBe(false)
})

test('what was found is told a line each, and in all', () => {
  const all = [
    { bug: 'reply-lines-joined', claim: 'session-live', verdicts: 20, ms: 9_400 },
    { bug: 'takes-any-session', claim: undefined, verdicts: 900, ms: 300_000 },
    { bug: 'late-tool-lives-on', claim: 'store-sound', verdicts: 40, ms: 12_000 },
    { bug: 'correct', claim: undefined, verdicts: 400, ms: 60_000 },
    { bug: 'some-variant', claim: 'replies-true', verdicts: 90, ms: 60_000 },
  ]
  expect(exploredLines(all)).toEqual([
    '✓ reply-lines-joined: session-live after 20 verdicts, 9 s',
    '✗ takes-any-session: not found after 900 verdicts, 300 s',
    '✓ late-tool-lives-on: store-sound after 40 verdicts, 12 s',
    '✓ correct: accused of nothing after 400 verdicts, 60 s',
    '✗ some-variant: accused by replies-true after 90 verdicts, 60 s',
    '2 of 3 planted bugs were found by exploring alone, after 40 verdicts in the median',
    '1 of 2 lawful gateways were accused, in 2 minutes',
  ])
})

test('nearly all bugs must be found, and no lawful gateway be accused', () => {
  const found = Object.keys(plantedBugs).map((bug) => ({ bug, claim: 'session-live', verdicts: 1, ms: 1 }))
  const lawful = { bug: 'correct', claim: undefined, verdicts: 1, ms: 1 }
  expect(isExplored([...found, lawful])).toBe(true)
  expect(isExplored([...found, { ...lawful, claim: 'session-live' }])).toBe(false)
  expect(isExplored(found.slice(found.length / 10))).toBe(false)
})
