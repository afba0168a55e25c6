import { expect, test } from 'vitest'
import { byVersion, whatBroke } from './broke.ts'
import { lostResult, reportOf, resultOf } from './example.ts'

const bad = resultOf(lostResult())
const good = {
  ...bad,
  verdict: 'pass' as const,
  claims: bad.claims.map((one) => ({ ...one, verdict: 'pass' as const, findings: [] })),
}
const on = (version: string, result: typeof bad | typeof good) =>
  reportOf([{ ...result, gateway: `openclaw@${version}` }])

test.each([
  [
    'since the first version that fails',
    [on('2026.10.1', bad), on('2026.9.6', bad), on('2026.2.1', good)],
    'since 2026.9.6',
  ],
  ['in all of them', [on('2026.1.1', bad), on('2026.2.1', bad)], 'in the oldest tried, 2026.1.1'],
  [
    'until it was mended',
    [on('2026.1.1', good), on('2026.2.1', bad), on('2026.3.1', good)],
    'since 2026.2.1, not in 2026.3.1',
  ],
  [
    'through another API, which tells nothing of it',
    [on('2026.1.1', bad), { ...on('2026.2.1', good), api: 'other' }],
    '',
  ],
  ['on planted bugs, which are no series', [reportOf([good]), on('some-bug', bad)], ''],
  ['with nothing to compare', [on('2026.1.1', bad)], ''],
])('a claim that broke, %s', (_, reports, since) => {
  expect(whatBroke(reports).find(({ claim }) => claim === 'requests-paired')?.since).toBe(since)
})

test('a claim of a scenario is told once, with the gateways it broke on, from the oldest', () => {
  const broke = whatBroke([on('2026.10.1', bad), on('2026.9.6', bad)])
  expect(broke.map(({ claim }) => claim)).toEqual([...new Set(broke.map(({ claim }) => claim))])
  expect(broke[0]?.gateways).toEqual(['openclaw@2026.9.6', 'openclaw@2026.10.1'])
})

test('versions are put in order, and what has none stays in its place', () => {
  const of = (...gateways: string[]) =>
    byVersion(gateways.map((gateway) => ({ gateway }))).map(({ gateway }) => gateway)
  expect(of('a@2.0.0', 'a@10.0.0', 'a@1.0.0')).toEqual(['a@1.0.0', 'a@2.0.0', 'a@10.0.0'])
  expect(of('a@2026.7.1-2', 'a@2026.7.1', 'a@2026.7.1-beta.1')).toEqual([
    'a@2026.7.1-beta.1',
    'a@2026.7.1',
    'a@2026.7.1-2',
  ])
  expect(of('reference@some-bug', 'reference@0.1.0')).toEqual(['reference@some-bug', 'reference@0.1.0'])
})
