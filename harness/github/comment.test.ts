import { expect, test } from 'vitest'
import { lostResult, reportOf, resultOf } from '../report/example.ts'
import type { Repro } from '../scenario/repro.ts'
import { commentOf } from './comment.ts'

const run = 'https://github.com/o/r/actions/runs/1'
const result = resultOf(lostResult())
const findings = [{ claim: 'requests-paired', says: 'x' }]
const repro = { gateway: 'reference@1.0.0', findings } as unknown as Repro

test('says whether it was reproduced, and shows what was found', () => {
  const comment = commentOf({ reports: [reportOf([result, result])], repro, output: '', run })
  expect(comment).toMatch(/^```text\nreproduced 2 of 2\n {2}found on reference@1\.0\.0: requests-paired\n/)
  expect(comment).toContain('`requests-paired`')
  expect(comment).toContain(`${run}#artifacts`)
})

test('a scenario has its verdict', () => {
  const comment = commentOf({ reports: [reportOf([result])], repro: undefined, output: '', run })
  expect(comment).toMatch(/^```text\nreference@1\.0\.0: fail\n```/)
})

test('what did not run says why, in words that do nothing', () => {
  const output = `${'line\n'.repeat(50)}gatecrash: x.json: \u001b[2J\`\`\` @everyone\nexit code 254\n`
  const comment = commentOf({ reports: [], repro: undefined, output, run })
  expect(comment).toMatch(/^It could not be run \(\[log\]\(https:.*\)\):\n\n````text\n/)
  expect(comment).toMatch(/``` @everyone\nexit code 254\n````\n$/)
  expect(comment).not.toContain('\u001b')
  expect(comment.split('\n').length).toBeLessThan(26)
})

test('it is never longer than GitHub takes', () => {
  const long = {
    ...result,
    missed: [],
    claims: result.claims.map((one) => ({
      ...one,
      findings: [{ says: 'x'.repeat(80_000), expected: '', actual: '', entries: [], excerpt: [] }],
    })),
  }
  expect(commentOf({ reports: [reportOf([long])], repro, output: '', run }).length).toBeLessThan(65_536)
})
