import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Gateway } from '../driver.ts'
import { RunRecord } from '../facts/run-record.ts'
import type { EntryBody, SessionState } from '../record/entry.ts'
import { accepted, asked, replied, turns } from '../record/example.ts'
import { entriesOf } from '../record/record.ts'
import type { Ledger } from '../tools/ledger.ts'
import { settle } from './settle.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Fake = { running?: boolean; alive?: () => string[]; sessions?: () => SessionState[] }

/** Settles after some entries, with a gateway and a ledger that say what they are told to. */
async function settled(entries: EntryBody[], { running = true, alive = () => [], sessions = () => [] }: Fake) {
  const record = new RunRecord(join(folder, 'record.jsonl'), () => performance.now())
  for (const entry of entries) record.append(entry)
  const gateway = { running, sessions: async () => sessions(), history: async () => [] } as unknown as Gateway
  const ledger = {
    get alive() {
      return alive()
    },
    children: [],
  } as unknown as Ledger
  await settle({ gateway, ledger, record, sessions: ['main'] })
  const [end] = entriesOf(record.entries, 'settled')
  return { ms: end?.ms ?? -1, waitingFor: end?.waitingFor, alive: entriesOf(record.entries, 'tools-alive')[0]?.calls }
}

const started: EntryBody = { kind: 'tool-started', call: 'x', tool: 'a', pid: 1, args: [] }
const exited: EntryBody = { kind: 'gateway-exited', code: 0, signal: null, asked: true }
const saw: EntryBody = { kind: 'client-saw', session: 'main', what: 'reply', run: 'r-m', text: 'ok' }

test('a gateway that has answered everything is at rest after a quiet while', async () => {
  const { ms, waitingFor } = await settled([...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), replied(0), saw], {})
  expect(waitingFor).toBe('')
  expect(ms).toBeGreaterThanOrEqual(1_000)
})

test('a session that still runs is waited for', async () => {
  let looks = 0
  const sessions = () => [{ session: 'main', running: looks++ < 3, status: '' }]
  expect((await settled([], { sessions })).waitingFor).toBe('')
  expect(looks).toBeGreaterThan(3)
})

test('a tool that the schedule has left holding is not waited for, but for others of its batch to start', async () => {
  const { ms, waitingFor, alive } = await settled([...accepted('m', 'hi'), started], { alive: () => ['x'] })
  expect(waitingFor).toContain('left holding')
  expect(ms).toBeGreaterThanOrEqual(1_000)
  expect({ quick: ms < 10_000, alive }).toEqual({ quick: true, alive: ['x'] })
})

test('a tool that ends a moment after its gateway is waited for, and not blamed', async () => {
  let looks = 0
  const fake = { running: false, alive: () => (looks++ < 6 ? ['x'] : []) }
  expect((await settled([started, exited], fake)).alive).toEqual([])
})
