import { expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, fault, finished, ran, record, reply, saw, turns } from '../record/example.ts'
import { judgeRun } from './judge.ts'

const good: EntryBody[] = [
  ...accepted('m1', 'compare'),
  asked(0, 0, turns('u:compare')),
  ...reply(0, '', { id: 'x', tool: 'a' }),
  ...ran('x', 'a', 1),
  ...finished('x', 'a', 'nonce'),
  asked(1, 0, turns('u:compare', 'a+x', 'u=x:nonce')),
  ...reply(1, 'done'),
  saw('r-m1', 'done'),
  fault,
  ...accepted('m2', 'still there?'),
  asked(2, 1, turns('u:compare', 'a+x', 'u=x:nonce', 'a:done', 'u:still there?')),
  ...reply(2, 'ok'),
  saw('r-m2', 'ok'),
  ...atRest,
  { kind: 'store-checked', problems: [] },
  {
    kind: 'transcript-stored',
    session: 'main',
    source: 's',
    turns: turns('u:compare', 'a+x', 'u=x:nonce', 'a:done', 'u:still there?', 'a:ok'),
  },
]

test('a run in which every claim holds passes', () => {
  const { verdict, claims } = judgeRun(record(...good))
  expect(claims.filter((claim) => claim.verdict !== 'pass')).toEqual([])
  expect(verdict).toBe('pass')
})

test('a fault that did not land makes a pass inconclusive', () => {
  const missed: EntryBody = {
    kind: 'step-missed',
    step: 3,
    does: 'gateway receives SIGTERM',
    fault: true,
    why: 'waited 30 s',
  }
  const { verdict, missed: said } = judgeRun(record(...good, missed))
  expect(verdict).toBe('inconclusive')
  expect(said).toEqual(['gateway receives SIGTERM: waited 30 s'])
})

test('what we do to clean up is not judged', () => {
  const outlived: EntryBody[] = [
    ...accepted('m3', 'and now?'),
    asked(3, 2, turns('u:compare', 'a+x', 'u=x:nonce', 'a:done', 'u:still there?', 'a:ok', 'u:and now?')),
    ...reply(3, '', { id: 'y', tool: 'c' }),
    ...ran('y', 'c', 9),
    saw('r-m3', 'gave up', { what: 'error' }),
    { kind: 'tools-alive', calls: ['y'] },
    { kind: 'run-ended' },
    { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true },
  ]
  const findings = judgeRun(record(...good, ...outlived)).claims.flatMap((claim) => claim.findings)
  expect(findings.map(({ says }) => says)).toEqual(['the process of tool c (pid 9) still runs after its run has ended'])
})

test('one finding makes a fail, whatever else cannot be told', () => {
  expect(judgeRun(record(asked(0, 0, turns('u:hi'), 'no'), asked(1, 0, turns('u:hi'), 'no'))).verdict).toBe('fail')
})
