import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Gateway } from '../driver.ts'
import { Manners } from '../expected/manners.ts'
import { RunRecord } from '../facts/run-record.ts'
import { type Limits, limits } from '../limits.ts'
import type { EntryBody, SessionState } from '../record/entry.ts'
import { accepted, asked, replied, turns } from '../record/example.ts'
import { plainProfile } from '../record/profile.ts'
import { entriesOf } from '../record/record.ts'
import type { Ledger } from '../tools/ledger.ts'
import type { Turn } from '../transcript/transcript.ts'
import { settle } from './settle.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Fake = {
  running?: boolean
  alive?: () => string[]
  sessions?: () => SessionState[]
  order?: (...order: unknown[]) => boolean
  history?: () => Turn[]
}

/** Settles after some entries, with a gateway and a ledger that say what they are told to. */
async function settled(
  entries: EntryBody[],
  { running = true, alive = () => [], sessions = () => [], order = () => true, history = () => [] }: Fake,
  before = 0,
  { patience = limits, slowly = 0 }: { patience?: Limits; slowly?: number } = {},
) {
  let late = 0
  const record = new RunRecord(join(folder, 'record.jsonl'), () => performance.now() + late, patience)
  for (const entry of entries) {
    late += slowly
    record.append(entry)
  }
  const gateway = { running, sessions: async () => sessions(), history: async () => history() } as unknown as Gateway
  const ledger = {
    get alive() {
      return alive()
    },
    children: [],
    order,
  } as unknown as Ledger
  const manners = new Manners(plainProfile)
  await settle({ gateway, ledger, record, sessions: ['main'], manners, seed: 1 })
  const end = entriesOf(record.entries, 'settled')[before]
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

test('an answer that was waited for in vain before is not waited for again', async () => {
  const owed: EntryBody = { kind: 'settled', ms: 45_000, waitingFor: 'an answer to "hi"' }
  const record = await settled([...accepted('m', 'hi'), asked(0, 0, turns('u:hi')), replied(0), owed], {}, 1)
  expect(record).toMatchObject({ waitingFor: 'an answer to "hi"' })
  expect(record.ms).toBeLessThan(5_000)
})

test('a call that an MCP server holds after its run has ended is not waited for', async () => {
  const served: EntryBody = { ...started, server: true }
  expect(await settled([served, exited], { alive: () => ['x'] })).toMatchObject({ waitingFor: '', alive: ['x'] })
})

test('a process that was just started is given twice the time that the slowest one took to ask the model first', async () => {
  const life = [{ kind: 'gateway-started', pid: 1 }, ...accepted('m', 'hi')] satisfies EntryBody[]
  const patience = { ...limits, settle: 100, quiet: 20 }
  const second: EntryBody[] = [...life, asked(0, 0, turns('u:hi')), replied(0), saw, exited]
  const again: EntryBody[] = [{ kind: 'gateway-started', pid: 2 }, ...accepted('n', 'and now?')]
  const { ms, waitingFor } = await settled([...second, ...again], {}, 0, { patience, slowly: 200 })
  expect(waitingFor).toBe('an answer to "and now?"')
  // the model was asked 400 ms after the message was sent
  expect(ms).toBeGreaterThanOrEqual(800)
})

test('a session that still runs is waited for', async () => {
  let looks = 0
  const sessions = () => [{ session: 'main', running: looks++ < 3, status: '' }]
  expect((await settled([], { sessions })).waitingFor).toBe('')
  expect(looks).toBeGreaterThan(3)
})

test('a session of which nothing is heard is asked for its history at first and in the end, and no more', async () => {
  let looks = 0
  let asked = 0
  const sessions = () => [{ session: 'side', running: looks++ < 5, status: '' }]
  const history = () => {
    asked++
    return []
  }
  await settled([], { sessions, history })
  expect(looks).toBeGreaterThan(5)
  expect(asked).toBe(2)
})

test('a tool that the schedule has left holding finishes', async () => {
  let alive = ['x']
  const order = (...[call, how, text]: unknown[]) => {
    ordered.push([call, how, text])
    alive = []
    return true
  }
  const ordered: unknown[] = []
  expect((await settled([...accepted('m', 'hi'), saw, started], { alive: () => alive, order })).alive).toEqual([])
  expect(ordered).toEqual([['x', 'finish', 'a returned 1x: naïve, 東京, 🦊']])
})

test('a tool that a stop is to end is not let go: that is for the gateway to do', async () => {
  const ordered: unknown[] = []
  let looks = 0
  const alive = () => (looks++ < 6 ? ['x'] : [])
  const stop: EntryBody = { kind: 'client-sent', message: 's', session: 'main', what: 'stop', text: '/stop' }
  const stopped: EntryBody = { kind: 'client-acknowledged', message: 's', ok: true, detail: '', stopped: 'at once' }
  await settled([...accepted('m', 'hi'), started, stop, stopped], { alive, order: (...one) => ordered.push(one) > 0 })
  expect(ordered).toEqual([])
})

test('a tool that ends a moment after its gateway is waited for, and not blamed', async () => {
  let looks = 0
  const fake = { running: false, alive: () => (looks++ < 6 ? ['x'] : []) }
  expect((await settled([started, exited], fake)).alive).toEqual([])
})
