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
