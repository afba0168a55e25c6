import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { record } from '../record/example.ts'
import { stepsOf } from './run-steps.ts'

const line = (text: string): EntryBody => ({ kind: 'gateway-logged', line: text })

test('each step has its number from 1, how it went, and what was seen from the end of the one before it', () => {
  const entries = record(
    line('starting'),
    { kind: 'step-landed', step: 0, does: 'user says "go"', fault: false, ms: 1 },
    line('between'),
    { kind: 'step-landed', step: 1, does: 'user types /stop', fault: true, ms: 1 },
    { kind: 'step-missed', step: 2, does: 'tool a finishes', fault: false, why: 'it was killed' },
    { kind: 'aftermath-began', phase: 'turns', why: '' },
    line('afterwards'),
    { kind: 'run-ended' },
    line('our own cleaning up'),
  )
  const at = (text: string) => entries.find((entry) => entry.kind === 'gateway-logged' && entry.line === text)?.n
  const steps = stepsOf(entries)
  expect(steps.map(({ number, outcome, why }) => [number, outcome, why])).toEqual([
    [1, 'landed', ''],
    [2, 'fault', ''],
    [3, 'missed', 'it was killed'],
    [null, 'after', ''],
  ])
  const holds = (text: string) => steps.findIndex((step) => step.entries.includes(at(text) ?? -1))
  expect(['starting', 'between', 'afterwards', 'our own cleaning up'].map(holds)).toEqual([0, 1, 3, -1])
})
