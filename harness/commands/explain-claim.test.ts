import { expect, test } from 'vitest'
import { oracles } from '../oracles/index.ts'
import { claims, explainClaim } from './explain-claim.ts'

test.each(oracles)('$claim is explained: tier, sentence, why, story, mend', ({ claim, tier }) => {
  expect(claims).toContain(claim)
  const lines = explainClaim(claim)
  expect(lines[0]).toBe(claim)
  expect(lines[1]).toContain(`Tier ${tier}: `)
  expect(
    lines.filter((line) => /^(What must hold|Why it matters|It happened|How to mend it)\. /.test(line)),
  ).toHaveLength(4)
})
