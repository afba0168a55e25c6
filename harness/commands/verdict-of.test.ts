import { expect, test } from 'vitest'
import { lostResult, reportOf, resultOf } from '../report/example.ts'
import { exitCodeOf } from './verdict-of.ts'

const passed = reportOf([], {
  verdict: 'pass',
  scenarios: [{ ...resultOf(lostResult()), verdict: 'pass', claims: [] }],
})
const empty = reportOf([], { verdict: 'pass' })

test.each([
  ['something passed', [passed, empty], 0],
  ['nothing ran', [empty, empty], 2],
  ['nothing ran, and it crashed', [{ ...empty, verdict: 'crash' as const }], 255],
  ['something new', [passed, { ...passed, verdict: 'fail' as const }], 1],
])('%s', (_, reports, code) => {
  expect(exitCodeOf(reports)).toBe(code)
})
