import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../../mock-provider/server.ts'
import type { Gateway } from '../../driver.ts'
import { entriesOf, RunRecord } from '../../record/record.ts'
import { type Ledger, startLedger } from '../../tools/ledger.ts'
import { textOf } from '../../transcript/transcript.ts'
import { thisComputer } from '../this-computer.ts'
import { openclaw } from './driver.ts'

const gate = fileURLToPath(new URL('../../tools/gate.ts', import.meta.url))
const script = [
  { says: 'run a tool', replies: [{ text: '', calls: [{ tool: 'a' }] }] },
  { says: 'run another', replies: [{ text: '', calls: [{ tool: 'b' }] }] },
  { says: 'and a third', replies: [{ text: '', calls: [{ tool: 'c' }] }] },
]

/** One version of each generation: both kinds of store, protocols 3 and 4, tools reported by request and by default. */
describe.each(['2026.1.29', '2026.4.14', openclaw.defaultVersion])('the driver on openclaw@%s', (version) => {
  let folder: string
  let record: RunRecord
  let ledger: Ledger
  let provider: Provider
  let gateway: Gateway

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatecrash-test-'))
    const kept = join(folder, 'kept')
    record = new RunRecord(join(folder, 'record.jsonl'), () => performance.now())
    const note = record.append.bind(record)
    const installed = await openclaw.install(version, () => {})
    ledger = await startLedger(note)
    const caller = openclaw.toolCaller([process.execPath, gate, String(ledger.port)])
    provider = await startProvider({ script, caller, seed: 3, note })
    provider.releaseAll()
    const place = {
      folder,
      run: 'drivertest',
      kept,
      api: 'anthropic-messages',
      vendor: undefined,
      providerUrl: provider.url,
      port: undefined,
      settings: {},
      sessions: [],
      offersAll: false,
      mcpServer: undefined,
      machine: thisComputer,
      route: async (_: string, port: number) => port,
      note,
      hide: () => {},
    }
    gateway = await openclaw.open(installed, place)
    await gateway.start()
  })
  afterAll(async () => {
    await gateway?.[Symbol.asyncDispose]()
    await provider?.[Symbol.asyncDispose]()
    await ledger?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const started = (tool: string) =>
    record.waitFor(`tool ${tool}`, 'step', (entries) =>
      entriesOf(entries, 'tool-started').find((entry) => entry.tool === tool),
    )
  const stopped = (call: string) =>
    record.waitFor('the tool to be gone', 'step', (entries) =>
      entriesOf(entries, 'tool-ended').find((entry) => entry.call === call && entry.end === 'gone'),
    )
  const acknowledged = (message: string) =>
    entriesOf(record.entries, 'client-acknowledged').find((entry) => entry.message === message)

  test('is ready by its own protocol', () => {
    expect(entriesOf(record.entries, 'gateway-ready')).toHaveLength(1)
    expect(gateway.running).toBe(true)
  })

  test('runs a gated tool for a message, reports its end, and shows the result and the reply', async () => {
    expect(acknowledged(await gateway.client('main').send('main', 'run a tool'))).toMatchObject({ ok: true })
    const { call } = await started('a')
    ledger.order(call, 'finish', 'the result of a')
    await record.waitFor('the report', 'step', (entries) =>
      entriesOf(entries, 'tool-reported').find((entry) => entry.phase === 'ended' && entry.call === call),
    )
    const saw = await record.waitFor('a reply', 'step', (entries) =>
      entriesOf(entries, 'client-saw').find(({ what }) => what === 'reply'),
    )
    expect(saw.text).toBe('done (message 1, reply 2)')
    const history = await gateway.history('main')
    expect(history.map(textOf)).toContain('done (message 1, reply 2)')
  })

  test('a blocked event loop answers nothing until it goes on', async () => {
    gateway.block(300)
    await record.waitFor('the block', 'effect', (entries) => entriesOf(entries, 'gateway-blocked')[0])
    await gateway.history('main')
    expect(entriesOf(record.entries, 'gateway-unblocked')).toHaveLength(1)
  })

  test('/stop by another client ends the tool, and is acknowledged', async () => {
    await gateway.client('main').send('main', 'run another')
    const { call } = await started('b')
    expect(acknowledged(await gateway.client('phone').stop('main'))).toMatchObject({ ok: true })
    await stopped(call)
  })

  test('chat.abort ends the tool, in a session of its own', async () => {
    await gateway.client('main').send('side', 'and a third')
    const { call } = await started('c')
    expect(acknowledged(await gateway.client('main').abort('side'))).toMatchObject({ ok: true })
    await stopped(call)
  })

  test('the stored transcript is read beside the running gateway, under the scenario’s names of sessions', async () => {
    const stored = await gateway.transcripts()
    expect(stored.map(({ session }) => session).sort()).toEqual(['main', 'side'])
    const main = stored.find(({ session }) => session === 'main')
    expect(JSON.stringify(main?.turns)).toContain('the result of a')
    expect((await gateway.sessions()).map(({ session }) => session)).toContain('main')
  })

  test('is killed, and starts again on the same state', async () => {
    gateway.signal('SIGKILL')
    const exit = await record.waitFor('the exit', 'effect', (entries) => entriesOf(entries, 'gateway-exited')[0])
    expect(exit).toMatchObject({ signal: 'SIGKILL', asked: true })
    expect(gateway.running).toBe(false)
    expect((await gateway.transcripts()).length).toBeGreaterThan(0)
    await gateway.start()
    expect((await gateway.history('main')).map(textOf)).toContain('done (message 1, reply 2)')
  })
})
