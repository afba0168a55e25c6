import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, exited, record, started } from '../record/example.ts'
import { startsInTime } from './starts-in-time.ts'

const verdictOf = (...bodies: EntryBody[]) => startsInTime.judge(evidenceOf(record(...bodies))).verdict
const start: EntryBody = { kind: 'gateway-started', pid: 3 }
const missed: EntryBody = {
  kind: 'step-missed',
  step: 3,
  does: 'gateway starts',
  fault: false,
  why: 'waited 60 s for the gateway to be ready',
}
const settled: EntryBody = { kind: 'settled', ms: 1_500, waitingFor: '' }

test('passes when each start becomes ready', () => {
  expect(verdictOf(...started, exited('SIGKILL'), ...started, settled)).toBe('pass')
})

test('fails when a start never becomes ready', () => {
  expect(verdictOf(...started, exited('SIGKILL'), start, missed, settled)).toBe('fail')
  expect(verdictOf(start, missed, settled)).toBe('fail')
})

test('fails when a start exits by itself before it is ready', () => {
  const crashed: EntryBody = { kind: 'gateway-exited', code: 1, signal: null, asked: false }
  expect(verdictOf(...started, exited('SIGKILL'), start, crashed, missed)).toBe('fail')
  expect(verdictOf(...started, exited('SIGKILL'), start, crashed, ...started)).toBe('fail')
})

test('passes when we ended a start before it was ready', () => {
  const killed: EntryBody = { kind: 'gateway-signalled', signal: 'SIGKILL' }
  expect(verdictOf(start, killed, exited('SIGKILL'), ...started)).toBe('pass')
  expect(verdictOf(start, exited('SIGTERM'), ...started)).toBe('pass')
})

test('a signal that a process survives excuses nothing', () => {
  const signal = (name: string): EntryBody => ({ kind: 'gateway-signalled', signal: name })
  expect(verdictOf(start, signal('SIGSTOP'), signal('SIGCONT'), missed, settled)).toBe('fail')
})

test('passes while we hold it still', () => {
  const held: EntryBody = { kind: 'gateway-signalled', signal: 'SIGSTOP' }
  expect(verdictOf(start, held, missed, settled)).toBe('pass')
})

test('a record without a start says nothing', () => {
  expect(verdictOf(...accepted('m', 'hi'))).toBe('pass')
})
