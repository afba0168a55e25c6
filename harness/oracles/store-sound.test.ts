import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody, StoreProblem } from '../record/entry.ts'
import { atRest, begun, record } from '../record/example.ts'
import { storeSound } from './store-sound.ts'

const checked = (...problems: StoreProblem[]): EntryBody => ({ kind: 'store-checked', problems })
const torn = { source: 'a.jsonl, line 7', problem: 'is not a JSON object: "{"type"' }
const locked: StoreProblem = { source: 'a.jsonl.lock', problem: 'has been locked for 60 s', onlyAtRest: true }
const exited = (signal: string): EntryBody => ({ kind: 'gateway-exited', code: null, signal, asked: true })

test('passes for a store without a problem', () => {
  expect(storeSound.judge(evidenceOf(record(...atRest, checked()))).verdict).toBe('pass')
})

test('fails for each problem, with where it is', () => {
  const { verdict, findings } = storeSound.judge(evidenceOf(record(...atRest, checked(torn, locked))))
  expect(verdict).toBe('fail')
  expect(findings.map(({ says, entries }) => [says, entries])).toEqual([
    ['a.jsonl, line 7 is not a JSON object: "{"type"', [3]],
    ['a.jsonl.lock has been locked for 60 s', [3]],
  ])
})

test('a lock may be held while a run is under way', () => {
  const busy: EntryBody = { kind: 'settled', ms: 45_000, waitingFor: 'session main' }
  expect(storeSound.judge(evidenceOf(record(busy, checked(locked)))).verdict).toBe('pass')
})

test('cannot tell of what a killed gateway has left, until it has been started again', () => {
  expect(storeSound.judge(evidenceOf(record(exited('SIGKILL'), ...atRest, checked(torn)))).verdict).toBe('inconclusive')
  expect(storeSound.judge(evidenceOf(record(exited('SIGTERM'), ...atRest, checked(torn)))).verdict).toBe('fail')
  const restarted: EntryBody[] = [exited('SIGKILL'), { kind: 'gateway-started', pid: 2 }]
  expect(storeSound.judge(evidenceOf(record(...restarted, ...atRest, checked(torn)))).verdict).toBe('fail')
})

test('cannot tell of a store that was not checked, or could not be', () => {
  expect(storeSound.judge(evidenceOf(record(...atRest))).why).toBe('the store was not checked')
  const why = 'database is locked'
  expect(storeSound.judge(evidenceOf(record({ kind: 'store-unreadable', why }))).why).toBe(why)
})

test('does not judge a store that nobody can read, and says so', () => {
  const unseen = { store: 'its store is not known' }
  const { verdict, why } = storeSound.judge(evidenceOf(record({ ...begun(), unseen } as EntryBody, ...atRest)))
  expect([verdict, why]).toEqual(['pass', 'not judged: its store is not known'])
})
