import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, record, turns } from '../record/example.ts'
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
  expect(findings[0]).toMatchObject({ says: 'session main: call y has no result in the store' })
  expect(findings[0]?.excerpt).toEqual(['a.jsonl, line 2: y', 'y: not sent to the provider since'])
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
  expect(findings[0]?.excerpt).toContain('y: masked in request 3 by an invented result: "No result provided"')
  expect(findings[0]?.entries).toEqual([4, 0])
})

test('says where a result whose call is not in the store was sent last, and how', () => {
  const orphan = stored('u:hi', 'a+x', 'u=x:1|=y:not found')
  const excerpt = (...short: string[]) =>
    storedTranscriptPaired.judge(evidenceOf(record(asked(3, 1, turns(...short)), ...atRest, orphan))).findings[0]
      ?.excerpt
  expect(excerpt('u:hi', 'a+x|+y', 'u=x:1|=y:not found')).toContain('y: last sent in request 3, with its call')
  expect(excerpt('u:hi', 'a+x', 'u=x:1|=y:not found')).toContain('y: last sent in request 3, without its call')
  expect(excerpt('u:hi', 'a+x', 'u=x:1')).toContain('y: in no request')
})

test('an attempt that ended in an error owes nothing when no request carries it', () => {
  const failed = {
    ...stored('u:hi', 'a+x'),
    turns: turns('u:hi', 'a+x').map((turn, n) => (n === 1 ? { ...turn, ended: 'error' as const } : turn)),
  }
  expect(storedTranscriptPaired.judge(evidenceOf(record(failed as EntryBody))).verdict).toBe('pass')
  const replay = asked(1, 0, turns('u:hi', 'a+x', 'u:go on'))
  expect(storedTranscriptPaired.judge(evidenceOf(record(replay, failed as EntryBody))).verdict).toBe('fail')
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
