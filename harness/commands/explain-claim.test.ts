import { expect, test } from 'vitest'
import { oracles } from '../oracles/index.ts'
import { explainClaim, isClaim } from './explain-claim.ts'

test.each(oracles)('$claim is explained: tier, sentence, why, story, mend', ({ claim, tier }) => {
  expect(isClaim(claim)).toBe(true)
  const lines = explainClaim(claim)
  expect(lines[0]).toBe(claim)
  expect(lines[1]).toContain(`Tier ${tier}: `)
  expect(
    lines.filter((line) => /^(What must hold|Why it matters|It happened|How to mend it)\. /.test(line)),
  ).toHaveLength(4)
})

test('another word is no claim', () => {
  expect(isClaim('constructor')).toBe(false)
})
