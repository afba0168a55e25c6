import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../expected/evidence-of.ts'
import type { EntryBody } from '../record/entry.ts'
import { accepted, asked, atRest, liberties, record, reply, turns } from '../record/example.ts'
import { processesGone } from './processes-gone.ts'

const started: EntryBody = { kind: 'tool-started', call: 'x', tool: 'a', pid: 77, args: [] }
const alive: EntryBody = { kind: 'tools-alive', calls: ['x'] }
const aborted: EntryBody = { kind: 'client-saw', session: 'main', what: 'aborted', run: 'r', text: '' }
const ofAnotherSession: EntryBody = { kind: 'client-saw', session: 'side', what: 'reply', run: 'q', text: 'ok' }
const exited = (signal: string | null, isAsked: boolean): EntryBody => ({
  kind: 'gateway-exited',
  code: signal === null ? 1 : null,
  signal,
  asked: isAsked,
})

test('passes when no tool is alive', () => {
  expect(processesGone.judge(evidenceOf(record(started, aborted, ...atRest))).verdict).toBe('pass')
})

test('fails for a tool that outlives its run', () => {
  const { verdict, findings } = processesGone.judge(evidenceOf(record(started, aborted, alive)))
  expect(verdict).toBe('fail')
  expect(findings[0]?.says).toBe('the process of tool a (pid 77) still runs after its run has ended')
})

test('of two tools whose calls have one id, only the one that is alive outlives', () => {
  const ended: EntryBody = { kind: 'tool-ended', call: 'x', tool: 'a', end: 'gone', text: '' }
  const other: EntryBody = { ...started, tool: 'b', pid: 78 }
  const { findings } = processesGone.judge(evidenceOf(record(started, other, ended, aborted, alive)))
  expect(findings.map(({ says }) => says)).toEqual([
    'the process of tool b (pid 78) still runs after its run has ended',
  ])
})

test('a call that an MCP server does not give up is no process that is left over', () => {
  expect(processesGone.judge(evidenceOf(record({ ...started, server: true }, aborted, alive))).verdict).toBe('pass')
})

test('fails for a tool that outlives a gateway that was asked to end', () => {
  expect(processesGone.judge(evidenceOf(record(started, exited(null, true), alive))).verdict).toBe('fail')
})

test('a gateway that got SIGKILL cannot end its tools', () => {
  expect(processesGone.judge(evidenceOf(record(started, exited('SIGKILL', true), alive))).verdict).toBe('pass')
})

describe('a tool that a gateway leaves to its next life', () => {
  const told: EntryBody = { kind: 'gateway-signalled', signal: 'SIGTERM' }
  const next: EntryBody = { kind: 'gateway-started', pid: 2 }
  const ended = (end: 'gone' | 'finished'): EntryBody => ({ kind: 'tool-ended', call: 'x', tool: 'a', end, text: '' })
  const made = [asked(0, 0, turns('u:hi')), ...reply(0, '', { id: 'x', tool: 'a' }), started]
  const judged = (...bodies: EntryBody[]) =>
    processesGone.judge(evidenceOf(record(...accepted('m', 'hi'), ...made, ...bodies, ...atRest)))

  const says: EntryBody = { kind: 'gateway-logged', line: 'starting' }

  test('has outlived the one that was told to go', () => {
    const { findings } = judged(told, exited(null, true), next, says, ended('gone'))
    expect(findings.map(({ says }) => says)).toEqual([
      'the process of tool a (pid 77) still ran when its gateway had exited',
    ])
  })

  test.each([
    ['it was gone before the next', [told, exited(null, true), ended('gone'), next, says]],
    ['its end was seen as the next one began', [told, exited(null, true), next, ended('gone'), says]],
    [
      'what was read since is a last line of the one that went',
      [told, exited(null, true), next, { ...says, late: true as const }, ended('gone')],
    ],
    ['the gateway got SIGKILL', [exited('SIGKILL', true), next, says, ended('gone')]],
    ['it ended by itself', [told, exited(null, true), next, says, ended('finished')]],
    ['it had ended before', [ended('gone'), told, exited(null, true), next, says]],
  ])('is none when %s', (_, bodies) => {
    expect(judged(...bodies).verdict).toBe('pass')
  })
})

test('a tool that the schedule has left holding is where it should be', () => {
  expect(
    processesGone.judge(evidenceOf(record(...accepted('m', 'hi'), started, ofAnotherSession, alive))).verdict,
  ).toBe('pass')
})

test('says what ended the run, and what the process was', () => {
  const { findings } = processesGone.judge(
    evidenceOf(record(...accepted('m', 'hi'), started, exited(null, true), alive)),
  )
  expect(findings[0]?.entries).toEqual([2, 3, 4])
  expect(findings[0]?.excerpt).toEqual(['it runs with []', 'at 30 ms the gateway exited (code 1)'])
})

test('says when the gateway exits by itself after a fault of the provider', () => {
  const request = asked(0, 0, turns('u:hi'))
  const broke: EntryBody[] = [
    { kind: 'provider-broke', request: 0 },
    { kind: 'provider-replying', request: 0, status: 503, text: '', calls: [], failure: { message: 'try later' } },
    { kind: 'provider-replied', request: 0, end: 'broken' },
  ]
  const life = (...bodies: EntryBody[]): EntryBody[] => [{ kind: 'gateway-started', pid: 1 }, ...bodies]
  const { findings } = processesGone.judge(
    evidenceOf(record(...life(request, ...broke, exited(null, false)), ...atRest)),
  )
  expect(findings[0]).toEqual({
    says: 'the gateway exited by itself (code 1) after a fault of the provider',
    expected: 'the gateway runs until it is told to go',
    actual: 'it exited with code 1',
    entries: [1, 5],
    excerpt: ['provider: request 1 was answered with 503, broken: try later'],
  })
  const other = processesGone.judge(
    evidenceOf(record(...life(request, ...broke), ...life(exited(null, false)), ...atRest)),
  )
  expect(other.findings[0]?.says).toBe('the gateway exited by itself (code 1)')
})

test('fails when the gateway exits by itself', () => {
  const { findings } = processesGone.judge(
    evidenceOf(record({ kind: 'gateway-logged', line: 'fatal: out of luck' }, exited(null, false), ...atRest)),
  )
  expect(findings[0]).toMatchObject({ says: 'the gateway exited by itself (code 1)', excerpt: ['fatal: out of luck'] })
})

describe('a process that a tool has started', () => {
  const children = [{ call: 'x', tool: 'a', pid: 78 }]
  const left: EntryBody = { kind: 'tools-alive', calls: [], children }
  const ended = (end: 'gone' | 'finished'): EntryBody => ({ kind: 'tool-ended', call: 'x', tool: 'a', end, text: '' })
  const judged = (...bodies: EntryBody[]) => processesGone.judge(evidenceOf(record(started, ...bodies, left)))

  test('fails when it outlives the tool that the gateway ended', () => {
    const resists: EntryBody = { kind: 'tool-resists', call: 'x', tool: 'a', child: 78 }
    const { findings } = judged(resists, ended('gone'))
    expect(findings).toMatchObject([
      { says: 'a process that tool a has started (pid 78) still runs after its run has ended', entries: [1, 3] },
    ])
  })

  test('may be meant to run when its tool ended by itself', () => {
    expect(judged(ended('finished')).verdict).toBe('pass')
  })

  test('is an orphan when the gateway got SIGKILL', () => {
    expect(judged(exited('SIGKILL', true), ended('gone')).verdict).toBe('pass')
  })
})

describe('a tool that ran when its gateway got SIGKILL, where a start is said to end what is left', () => {
  const made = [...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), ...reply(0, '', { id: 'x', tool: 'a' }), started]
  const again: EntryBody[] = [
    exited('SIGKILL', true),
    { kind: 'gateway-started', pid: 2 },
    { kind: 'gateway-ready', protocol: '1', ms: 1 },
  ]
  const ended = (end: 'gone' | 'finished'): EntryBody => ({ kind: 'tool-ended', call: 'x', tool: 'a', end, text: '' })
  const verdictOf = (...bodies: EntryBody[]) =>
    processesGone.judge(evidenceOf(record(...made, ...bodies), liberties('ends-leftovers'))).verdict
  const none: EntryBody = { kind: 'tools-alive', calls: [] }

  test('fails when it goes on, to its end or for good', () => {
    expect(verdictOf(...again, ended('finished'), none)).toBe('fail')
    expect(verdictOf(...again, alive)).toBe('fail')
  })

  test('passes when it is gone, also where that is seen late, or had finished before', () => {
    expect(verdictOf(...again, ended('gone'), none)).toBe('pass')
    expect(verdictOf(ended('finished'), ...again, none)).toBe('pass')
  })
})
