import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { limits } from '../limits.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { RunRecord } from './run-record.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
const file = join(folder, 'record.jsonl')
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.useRealTimers()
  writeFileSync(file, '')
})

test('what is appended is on disk at once, numbered and timed, and reads back the same', () => {
  let now = 1_000
  const record = new RunRecord(file, () => now)
  record.append({ kind: 'gateway-started', pid: 7 })
  now = 1_250
  record.append({ kind: 'gateway-logged', line: 'ready' })
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3)
  expect(readRecord(file)).toEqual(record.entries)
  expect(record.entries.map(({ n, at }) => [n, at])).toEqual([
    [0, 0],
    [1, 250],
  ])
})

test('a wait ends with the entry it waits for, already there or yet to come', async () => {
  const record = new RunRecord(file, () => 0)
  const look = () => entriesOf(record.entries, 'gateway-started')[0]
  const waiting = record.waitFor('a start', 'step', look)
  record.append({ kind: 'gateway-started', pid: 7 })
  expect((await waiting).pid).toBe(7)
  expect((await record.waitFor('a start', 'step', look)).pid).toBe(7)
})

test('a wait that reaches its limit says what was awaited and what was seen instead', async () => {
  vi.useFakeTimers()
  const record = new RunRecord(file, () => 0)
  record.append({ kind: 'gateway-started', pid: 7 })
  const waiting = record.waitFor('tool a to start', 'step', () => undefined)
  vi.advanceTimersByTime(limits.step)
  await expect(waiting).rejects.toThrow(
    'waited 60 s (limit "step") for tool a to start; last seen: gateway-started (entry 0)',
  )
})

test('a last line that a crash has cut is left out; any other is an error with its place', () => {
  const record = new RunRecord(file, () => 0)
  record.append({ kind: 'gateway-started', pid: 7 })
  appendFileSync(file, '{"n":1,"kind":"gate')
  expect(readRecord(file)).toHaveLength(1)
  appendFileSync(file, '\n{}\n')
  expect(() => readRecord(file)).toThrow(`${file}:2 is no entry of a record`)
})

test('a record that is not there is an error that says what to give', () => {
  expect(() => readRecord('/nowhere/record.jsonl')).toThrow('give the folder of a stored run')
})

test('a record holds no secret, neither in its file nor in memory', () => {
  const record = new RunRecord(file, () => 0)
  record.redactor.hide('t0ken-of-the-gateway', 'gateway-token')
  const entry = record.append({ kind: 'gateway-logged', line: 'listens, #token=x t0ken-of-the-gateway' })
  expect(entry).toMatchObject({ line: 'listens, #token=<redacted> <gateway-token>' })
  expect(record.entries).toEqual([entry])
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(entry)
})

test('a branch begins with what was seen before, goes on by itself, and hides the same secrets', () => {
  const record = new RunRecord(file, () => 0)
  record.redactor.hide('t0ken-of-the-gateway', 'gateway-token')
  record.append({ kind: 'gateway-started', pid: 7 })
  record.append({ kind: 'gateway-started', pid: 8 })
  const branch = record.branch(`${file}.branch`, 1)
  branch.append({ kind: 'gateway-logged', line: 't0ken-of-the-gateway' })
  expect(record.entries.map(({ kind }) => kind)).toEqual(['gateway-started', 'gateway-started'])
  expect(branch.entries).toMatchObject([{ pid: 7 }, { n: 1, line: '<gateway-token>' }])
  expect(readRecord(`${file}.branch`)).toEqual(branch.entries)
})
