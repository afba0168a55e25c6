import { expect, test } from 'vitest'
import type { Repro } from '../scenario/repro.ts'
import { describeReproduction } from './reproduction.ts'

const says = ''
const repro = {
  gateway: 'openclaw@2026.4.14',
  findings: [
    { claim: 'results-kept', says },
    { claim: 'results-kept', says },
    { claim: 'store-sound', says },
  ],
} as Repro

const result = (...failed: string[]) => ({
  claims: ['results-kept', 'store-sound', 'session-live'].map((claim) => ({
    claim,
    verdict: failed.includes(claim) ? ('fail' as const) : ('pass' as const),
  })),
})

test.each([
  ['every claim fails again', [result('results-kept', 'store-sound')], ['reproduced 1 of 1']],
  [
    'and another',
    [result('results-kept', 'store-sound', 'session-live')],
    ['reproduced 1 of 1', 'failed now, and not then: session-live'],
  ],
  ['only some do', [result('store-sound')], ['another finding 1 of 1']],
  ['only others do', [result('session-live')], ['another finding 1 of 1', 'failed now, and not then: session-live']],
  ['none fails', [result()], ['not reproduced 1 of 1']],
  [
    'now and then',
    [result(), result('results-kept', 'store-sound'), result('results-kept', 'store-sound')],
    ['reproduced 2 of 3, not reproduced 1 of 3'],
  ],
  ['the version lacks what it needs', [], ['not run']],
])('%s', (_, results, [came = '', ...others]) => {
  expect(describeReproduction(repro, results)).toEqual([
    came,
    '  found on openclaw@2026.4.14: results-kept, store-sound',
    ...others.map((line) => `  ${line}`),
  ])
})
