import { expect, test } from 'vitest'
import { judgeRun } from '../oracles/judge.ts'
import type { EntryBody } from '../record/entry.ts'
import { record } from '../record/example.ts'
import { lostResult } from './example.ts'
import { storyOf } from './story.ts'

const landed = (step: number, does: string, fault = false): EntryBody => ({
  kind: 'step-landed',
  step,
  does,
  fault,
  ms: 1,
})
const finding = (...entries: number[]) => ({ says: 'x', expected: 'y', actual: 'z', entries, excerpt: [] })

test('tells the fault and what shows the finding, in order', () => {
  const entries = lostResult()
  const lost = judgeRun(entries).claims.find(({ claim }) => claim === 'requests-paired')?.findings[0]
  if (lost === undefined) throw new Error('nothing was lost')
  const story = storyOf(entries, lost)
  expect(story.map(({ tone }) => tone)).toEqual(['fault', ...lost.entries.map(() => 'bad')])
  expect(story[0]).toMatchObject({ at: 0, text: 'user types /stop' })
  expect(story.at(-1)?.text).toContain('is rejected with 400')
})

test('has seven lines at most, and leaves plain steps out first', () => {
  const steps = Array.from({ length: 12 }, (_, step) => landed(step, `step ${step}`, step === 10))
  const entries = record(...steps, { kind: 'gateway-logged', line: 'the line' }, landed(13, 'later'))
  const texts = storyOf(entries, finding(12)).map(({ text }) => text)
  expect(texts).toHaveLength(7)
  expect(texts[0]).toBe('step 0')
  expect(texts.slice(-2)).toEqual(['step 10', 'the line'])
})
