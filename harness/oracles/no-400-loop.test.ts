import { expect, test } from 'vitest'
import { accepted, asked, fault, record, replied, turns } from '../record/example.ts'
import { no400Loop } from './no-400-loop.ts'

const before = [
  ...accepted('m1', 'compare'),
  asked(0, 0, turns('u:compare')),
  replied(0),
  fault,
  ...accepted('m2', 'still there?'),
]

test('passes when a turn after the fault succeeds', () => {
  expect(no400Loop.judge(record(...before, asked(1, 1, turns('u:still there?')), replied(1))).verdict).toBe('pass')
})

test('fails when the same rejection comes twice', () => {
  const again = (n: number) => asked(n, 1, turns('u:still there?'), 'ids were found')
  const { verdict, findings } = no400Loop.judge(record(...before, again(1), again(2)))
  expect(verdict).toBe('fail')
  expect(findings[0]?.says).toBe('the same request was rejected 2 times (requests 1, 2)')
})

test('fails when the only request after the fault was rejected', () => {
  const { findings } = no400Loop.judge(record(...before, asked(1, 1, turns('u:still there?'), 'ids were found')))
  expect(findings[0]?.says).toBe('no request for "still there?" succeeded')
})

test('a turn before the fault proves nothing', () => {
  const { verdict, why } = no400Loop.judge(record(...before.slice(0, 5)))
  expect(verdict).toBe('inconclusive')
  expect(why).toContain('add one to the scenario')
})
