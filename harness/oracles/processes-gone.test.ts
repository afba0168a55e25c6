import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { accepted, atRest, record } from '../record/example.ts'
import { processesGone } from './processes-gone.ts'

const started: EntryBody = { kind: 'tool-started', call: 'x', tool: 'a', pid: 77, args: [] }
const alive: EntryBody = { kind: 'tools-alive', calls: ['x'] }
const aborted: EntryBody = { kind: 'client-saw', session: 'main', what: 'aborted', run: 'r', text: '' }
const ofAnotherSession: EntryBody = { kind: 'client-saw', session: 'side', what: 'reply', run: 'q', text: 'ok' }
const exited = (signal: string | null, asked: boolean): EntryBody => ({
  kind: 'gateway-exited',
  code: signal === null ? 1 : null,
  signal,
  asked,
})

test('passes when no tool is alive', () => {
  expect(processesGone.judge(record(started, aborted, ...atRest)).verdict).toBe('pass')
})

test('fails for a tool that outlives its run', () => {
  const { verdict, findings } = processesGone.judge(record(started, aborted, alive))
  expect(verdict).toBe('fail')
  expect(findings[0]?.says).toBe('the process of tool a (pid 77) still runs after its run has ended')
})

test('fails for a tool that outlives a gateway that was asked to end', () => {
  expect(processesGone.judge(record(started, exited(null, true), alive)).verdict).toBe('fail')
})

test('a gateway that got SIGKILL cannot end its tools', () => {
  expect(processesGone.judge(record(started, exited('SIGKILL', true), alive)).verdict).toBe('pass')
})

test('a tool that the schedule has left holding is where it should be', () => {
  expect(processesGone.judge(record(...accepted('m', 'hi'), started, ofAnotherSession, alive)).verdict).toBe('pass')
})

test('fails when the gateway exits by itself', () => {
  const { findings } = processesGone.judge(
    record({ kind: 'gateway-logged', line: 'fatal: out of luck' }, exited(null, false), ...atRest),
  )
  expect(findings[0]).toMatchObject({ says: 'the gateway exited by itself (code 1)', excerpt: ['fatal: out of luck'] })
})

describe('a process that a tool has started', () => {
  const children = [{ call: 'x', tool: 'a', pid: 78 }]
  const left: EntryBody = { kind: 'tools-alive', calls: [], children }
  const ended = (end: 'gone' | 'finished'): EntryBody => ({ kind: 'tool-ended', call: 'x', tool: 'a', end, text: '' })
  const judged = (...bodies: EntryBody[]) => processesGone.judge(record(started, ...bodies, left))

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
