import { expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, fault, ran, record, replied, saw, turns } from '../record/example.ts'
import { sessionLive } from './session-live.ts'

const stuck: EntryBody[] = [
  { kind: 'sessions-seen', sessions: [{ session: 'main', running: true, status: '{"status":"running"}' }] },
  { kind: 'tools-alive', calls: [] },
  { kind: 'settled', ms: 45_000, waitingFor: 'session main' },
]

test('passes when the session is at rest and the next turn has started', () => {
  expect(
    sessionLive.judge(
      evidenceOf(record(fault, ...accepted('m1', 'hi'), asked(0, 0, turns('u:hi')), replied(0), ...atRest)),
    ).verdict,
  ).toBe('pass')
})

test('fails for a session that is running with nothing running', () => {
  const { verdict, findings } = sessionLive.judge(
    evidenceOf(record(...accepted('m1', 'hi'), asked(0, 0, turns('u:hi')), replied(0), ...stuck)),
  )
  expect(verdict).toBe('fail')
  expect(findings[0]).toMatchObject({
    says: expect.stringContaining('session main is still running 45 s'),
    excerpt: ['status: {"status":"running"}'],
  })
})

test('a tool that outlived a SIGKILL of its gateway is no reason to be running; one of this gateway is', () => {
  const alive = stuck.map((body) => (body.kind === 'tools-alive' ? { ...body, calls: ['x'] } : body))
  const killed: EntryBody = { kind: 'gateway-exited', code: null, signal: 'SIGKILL', asked: true }
  const restart: EntryBody[] = [killed, { kind: 'gateway-started', pid: 2 }]
  // its run has ended, so that the schedule does not hold it
  const tool = [...ran('x', 'a', 7), saw('r', 'done')]
  expect(sessionLive.judge(evidenceOf(record(...tool, ...restart, ...alive))).verdict).toBe('fail')
  expect(sessionLive.judge(evidenceOf(record(...restart, ...tool, ...alive))).verdict).toBe('pass')
})

test('a session that waits for the provider is not stuck', () => {
  expect(sessionLive.judge(evidenceOf(record(asked(0, 0, turns('u:hi')), ...stuck))).verdict).toBe('pass')
})

test('fails when a message after the fault leads to no request', () => {
  const { findings } = sessionLive.judge(evidenceOf(record(fault, ...accepted('m1', 'hi'), ...atRest)))
  expect(findings[0]?.says).toContain('the next turn never started: "hi"')
})

test('shows how the message was accepted, what the session says, and what the client saw last', () => {
  const aborted = saw('r', '', { what: 'aborted' })
  const { findings } = sessionLive.judge(evidenceOf(record(aborted, fault, ...accepted('m1', 'hi'), ...atRest)))
  expect(findings[0]).toMatchObject({
    entries: [2, 3, 0],
    excerpt: ['the gateway: {"runId":"r-m1"}', 'status: done', 'the client saw last, at 0 ms: aborted ""'],
  })
})

test('fails for a gateway that runs and does not answer', () => {
  const deaf: EntryBody = {
    kind: 'settled',
    ms: 45_000,
    waitingFor: 'the gateway: sessions.list was refused',
  }
  expect(sessionLive.judge(evidenceOf(record(...atRest.slice(0, 2), deaf))).findings[0]?.says).toBe(
    'the gateway runs and does not answer',
  )
})

test('a message that was answered without a request has not failed to start', () => {
  const saw: EntryBody = { kind: 'client-saw', session: 'main', what: 'reply', run: 'r-m1', text: 'busy' }
  expect(sessionLive.judge(evidenceOf(record(fault, ...accepted('m1', 'hi'), saw, ...atRest))).verdict).toBe('pass')
})

test('cannot tell of a run that was cut off', () => {
  expect(sessionLive.judge(evidenceOf(record(fault))).verdict).toBe('inconclusive')
})
