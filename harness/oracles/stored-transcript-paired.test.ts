import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, record, reply, turns } from '../record/example.ts'
import { type Profile, plainProfile } from '../record/profile.ts'
import { storedTranscriptPaired } from './stored-transcript-paired.ts'

const stored = (...short: string[]): EntryBody => ({
  kind: 'transcript-stored',
  session: 'main',
  source: 'a.jsonl',
  turns: turns(...short),
})

test('passes when every stored call has its result', () => {
  expect(storedTranscriptPaired.judge(evidenceOf(record(stored('u:hi', 'a+x|+y', 'u=x:1', 'u=y:2')))).verdict).toBe(
    'pass',
  )
})

test('fails for a call without a result, and says that it was not sent since', () => {
  const { verdict, findings } = storedTranscriptPaired.judge(
    evidenceOf(record(...atRest, stored('u:hi', 'a+x|+y', 'u=x:1'))),
  )
  expect(verdict).toBe('fail')
  expect(findings[0]).toMatchObject({ says: 'session main: call y has no stored result' })
  expect(findings[0]?.excerpt).toEqual(['a.jsonl, line 2: y', 'y: not sent to the provider since'])
})

test('names several calls in one sentence, by their tools', () => {
  const made = [
    ...accepted('m', 'hi'),
    asked(0, 0, turns('u:hi')),
    ...reply(0, '', ...['a', 'b', 'c'].map((tool) => ({ id: `x_${tool}`, tool }))),
  ]
  const { findings } = storedTranscriptPaired.judge(
    evidenceOf(record(...made, ...atRest, stored('u:hi', 'a+x_a|+x_b|+x_c'))),
  )
  expect(findings).toMatchObject([
    {
      says: 'session main: calls a, b and c have no stored result',
      expected: 'one stored result for each stored call, right after it',
      actual: 'a.jsonl, line 2: no result of x_a, x_b and x_c',
    },
  ])
})

test.each([
  ['the stored result of y has no stored call', ['u:hi', 'a+x', 'u=x:1|=y:2']],
  ['call x has two stored results', ['u:hi', 'a+x', 'u=x:1|=x:1']],
  ['the id of x is stored for two calls', ['u:hi', 'a+x|+x', 'u=x:1']],
])('fails when %s', (says, short) => {
  const { findings } = storedTranscriptPaired.judge(evidenceOf(record(...atRest, stored(...short))))
  expect(findings.map((finding) => finding.says)).toEqual([`session main: ${says}`])
})

test('cannot tell when the gateway was killed and not started again, which may mend it', () => {
  const killed: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
  const broken = stored('u:hi', 'a+x|+y', 'u=x:1')
  expect(storedTranscriptPaired.judge(evidenceOf(record(killed, ...atRest, broken))).verdict).toBe('inconclusive')
  const restarted: EntryBody = { kind: 'gateway-started', pid: 2 }
  expect(storedTranscriptPaired.judge(evidenceOf(record(killed, restarted, ...atRest, broken))).verdict).toBe('fail')
})

test('says when the gateway masks the break on replay', () => {
  const request = asked(3, 1, turns('u:hi', 'a+x|+y', 'u=x:1|=y:No result provided'))
  const { findings } = storedTranscriptPaired.judge(
    evidenceOf(record(request, ...atRest, stored('u:hi', 'a+x|+y', 'u=x:1'))),
  )
  expect(findings[0]?.excerpt).toContain('y: masked in request 4 by an invented result: "No result provided"')
  expect(findings[0]?.entries).toEqual([4, 0])
})

test('says where a result whose call is not in the store was sent last, and how', () => {
  const orphan = stored('u:hi', 'a+x', 'u=x:1|=y:not found')
  const excerpt = (...short: string[]) =>
    storedTranscriptPaired.judge(evidenceOf(record(asked(3, 1, turns(...short)), ...atRest, orphan))).findings[0]
      ?.excerpt
  expect(excerpt('u:hi', 'a+x|+y', 'u=x:1|=y:not found')).toContain('y: last sent in request 4, with its call')
  expect(excerpt('u:hi', 'a+x', 'u=x:1|=y:not found')).toContain('y: last sent in request 4, without its call')
  expect(excerpt('u:hi', 'a+x', 'u=x:1')).toContain('y: in no request')
})

describe('an attempt that ended in an error', () => {
  const failed = {
    ...stored('u:hi', 'a+x'),
    turns: turns('u:hi', 'a+x').map((turn, n) => (n === 1 ? { ...turn, ended: 'error' as const } : turn)),
  } as EntryBody
  const keeps: Profile = { ...plainProfile, liberties: [{ name: 'keeps-broken-attempts', source: 'test' }] }

  test('owes nothing where the gateway keeps such attempts and no request carries it', () => {
    expect(storedTranscriptPaired.judge(evidenceOf(record(failed), keeps)).verdict).toBe('pass')
    const replay = asked(1, 0, turns('u:hi', 'a+x', 'u:go on'))
    expect(storedTranscriptPaired.judge(evidenceOf(record(replay, failed), keeps)).verdict).toBe('fail')
  })

  test('owes its results where the gateway does not say that it keeps such attempts', () => {
    const { findings } = storedTranscriptPaired.judge(evidenceOf(record(failed)))
    expect(findings.map(({ says }) => says)).toEqual(['session main: call x has no stored result'])
  })
})

test('a call whose tool the schedule has left holding owes nothing yet', () => {
  const entries = record(
    ...accepted('m', 'hi'),
    { kind: 'tool-started', call: 'x', tool: 'a', pid: 1, args: [] },
    { kind: 'tools-alive', calls: ['x'] },
    stored('u:hi', 'a+x'),
  )
  expect(storedTranscriptPaired.judge(evidenceOf(entries)).verdict).toBe('inconclusive')
})

test('a batch whose tools run one after the other owes nothing while the first is held', () => {
  const entries = record(
    ...accepted('m', 'hi'),
    { kind: 'tool-started', call: 'x', tool: 'a', pid: 1, args: [] },
    { kind: 'tools-alive', calls: ['x'] },
    stored('u:hi', 'a+x|+y'),
  )
  expect(storedTranscriptPaired.judge(evidenceOf(entries)).verdict).toBe('inconclusive')
})

test('cannot tell without a store', () => {
  expect(storedTranscriptPaired.judge(evidenceOf(record())).verdict).toBe('inconclusive')
})

test('a pair that we have broken in the store ourselves owes nothing; another does', () => {
  const damaged: EntryBody = { kind: 'store-damaged', session: 'main', damage: 'orphaned-call', calls: ['y'] }
  expect(storedTranscriptPaired.judge(evidenceOf(record(damaged, stored('u:hi', 'a+x|+y', 'u=x:1')))).verdict).toBe(
    'pass',
  )
  expect(
    storedTranscriptPaired.judge(evidenceOf(record(damaged, stored('u:hi', 'a+x|+y', 'u:on')))).findings,
  ).toHaveLength(1)
})
