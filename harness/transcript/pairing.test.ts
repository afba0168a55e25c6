import { describe, expect, test } from 'vitest'
import { turns } from '../record/example.ts'
import { findBreaks } from './pairing.ts'

const rulesOf = (...short: string[]) => findBreaks(turns(...short)).map(({ rule, ids }) => `${rule} ${ids}`)

describe('findBreaks', () => {
  test.each([
    ['a whole batch', ['u:hi', 'a+x|+y', 'u=x:1|=y:2', 'a:done']],
    ['results in another order', ['u:hi', 'a+x|+y', 'u=y:2|=x:1']],
    ['results in messages of their own', ['u:hi', 'a+x|+y', 'u=x:1', 'u=y:2']],
    ['text after the results', ['u:hi', 'a+x', 'u=x:1|:and now?']],
    ['the same id in a later turn', ['u:hi', 'a+x', 'u=x:1', 'a+x', 'u=x:2']],
  ])('accepts %s', (_, short) => {
    expect(rulesOf(...short)).toEqual([])
  })

  test.each([
    ['a call without a result', ['u:hi', 'a+x|+y', 'u=x:1'], 'call-without-result y'],
    ['calls at the very end', ['u:hi', 'a+x|+y'], 'call-without-result x,y'],
    ['a result that comes a turn too late', ['a+x', 'u:hi', 'a:ok', 'u=x:1'], 'call-without-result x'],
    ['a result without a call', ['u:hi', 'u=x:1'], 'result-without-call x'],
    ['two results for a call', ['a+x', 'u=x:1|=x:2'], 'result-repeated x'],
    ['two calls with one id', ['a+x|+x', 'u=x:1'], 'call-repeated x'],
  ])('finds %s', (_, short, rule) => {
    expect(rulesOf(...short)).toContain(rule)
  })
})

/** The repair script that goes with openclaw/openclaw#28661: a result for each orphan, put in by where its call stood at first. */
function repairedByScript(history: readonly string[], orphans: readonly [id: string, at: number][]): string[] {
  const repaired = [...history]
  for (const [id, at] of orphans) repaired.splice(at + 1, 0, `u=${id}:interrupted`)
  return repaired
}

test('a repair by script mends one orphan, and breaks a history of two: each insertion moves what comes after it', () => {
  expect(rulesOf(...repairedByScript(['u:hi', 'a+x', 'u:on'], [['x', 1]]))).toEqual([])
  const two = repairedByScript(
    ['u:hi', 'a+x', 'u:on', 'a+y', 'u:and'],
    [
      ['x', 1],
      ['y', 3],
    ],
  )
  expect(rulesOf(...two)).toEqual(['result-without-call y', 'call-without-result y'])
})
