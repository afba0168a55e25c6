import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../../mock-provider/server.ts'
import type { EntryBody } from '../../record/entry.ts'
import { Connection } from './connection.ts'
import { execCaller } from './exec.ts'
import type { News } from './server/hub.ts'

const program = fileURLToPath(new URL('./server/main.ts', import.meta.url))
const script = [{ says: 'hello', replies: [{ text: 'good day', calls: [] }] }]

let folder: string
let log: string
let provider: Provider
const asked: string[] = []
const running: ReturnType<typeof boot>[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  log = join(folder, 'sessions', 'main.jsonl')
  mkdirSync(join(folder, 'sessions'))
  asked.length = 0
  const note = (body: EntryBody) => void (body.kind === 'provider-asked' && asked.push(JSON.stringify(body.turns)))
  provider = await startProvider({ script, caller: execCaller(['true']), seed: 1, note })
  provider.releaseAll()
})
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL')
    await child
  }
  await provider[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function boot() {
  const file = join(folder, 'reference.json')
  const tokens = { desk: 'desk-token', phone: 'phone-token' }
  const keyFile = join(folder, 'provider.key')
  writeFileSync(keyFile, 'k')
  const model = { url: provider.url, keyFile, model: 'm', silenceMs: 5_000 }
  writeFileSync(file, JSON.stringify({ state: folder, port: 0, tokens, provider: model }))
  return execa(process.execPath, [program, file], { reject: false })
}

/** Starts the gateway and resolves to its port. */
async function start(): Promise<number> {
  const child = boot()
  running.push(child)
  const port = Promise.withResolvers<number>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ready = /^ready on port (\d+)$/.exec(line)
    if (ready !== null) port.resolve(Number(ready[1]))
  })
  const exited = child.then(({ stderr }) => {
    throw new Error(`the gateway did not start: ${stderr}`)
  })
  return Promise.race([port.promise, exited])
}

async function connect(port: number, token = 'desk-token', seen?: Record<string, number>) {
  const news: News[] = []
  const hello = seen === undefined ? { token } : { token, seen }
  const listener = { onNews: (one: News) => void news.push(one), onClose: () => {} }
  return { ...(await Connection.open(port, hello, listener)), news }
}

const stored = () =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const say = { session: 'main', text: 'hello', key: 'k1' }

test('the same message twice is answered once', async () => {
  const { connection, news } = await connect(await start())
  const first = await connection.ask('say', say)
  expect((await connection.ask('say', say)).run).toBe(first.run)
  await expect.poll(() => news.at(-1)?.entry.type).toBe('assistant')
  expect(stored().map(({ type }) => type)).toEqual(['accepted', 'user', 'assistant'])
})

test('a client that comes back is told what it has missed, and nothing else', async () => {
  const port = await start()
  const { connection, news } = await connect(port)
  await connection.ask('say', say)
  await expect.poll(() => news.length).toBe(3)
  const again = await connect(port, 'phone-token', { main: 2 })
  await expect.poll(() => again.news.map(({ entry }) => entry.type)).toEqual(['assistant'])
})

test('a summary takes the place of what came before the newest run, and the store keeps it all', async () => {
  const { connection, news } = await connect(await start())
  for (const key of ['k1', 'k2']) {
    await connection.ask('say', { ...say, text: `hello ${key}`, key })
    await expect.poll(() => news.at(-1)?.entry.type).toBe('assistant')
  }
  const before = stored().length
  expect(await connection.ask('compact', { session: 'main' })).toMatchObject({ ok: true })
  expect(stored()).toHaveLength(before + 1)
  await connection.ask('say', { ...say, text: 'hello k3', key: 'k3' })
  await expect.poll(() => asked.length).toBe(3)
  expect(asked[1]).toContain('"role":"user","blocks":[{"type":"text","text":"hello k1"}]')
  expect(asked[2]).not.toContain('"role":"user","blocks":[{"type":"text","text":"hello k1"}]')
  expect(asked[2]).toContain('Before this, the user has said:\\n- hello k1')
  expect(asked[2]).toContain('hello k2')
})

test('a token that was rotated opens nothing, also after a restart; the new one and those of others do', async () => {
  const { connection } = await connect(await start())
  const { token } = await connection.ask('rotate')
  running.at(-1)?.kill('SIGTERM')
  await running.at(-1)
  const port = await start()
  expect((await connect(port)).answer.ok).toBe(false)
  expect((await connect(port, String(token))).answer).toMatchObject({ ok: true, device: 'desk' })
  expect((await connect(port, 'phone-token')).answer).toMatchObject({ ok: true, device: 'phone' })
})

test('a second gateway on the same state is refused, and one after a kill is not', async () => {
  await start()
  expect((await boot()).stderr).toContain('another gateway runs on')
  running.at(-1)?.kill('SIGKILL')
  await running.at(-1)
  expect(await start()).toBeGreaterThan(0)
})

test('a line that a crash has cut is taken away', async () => {
  const { connection, news } = await connect(await start())
  await connection.ask('say', say)
  await expect.poll(() => news.length).toBe(3)
  running.at(-1)?.kill('SIGKILL')
  await running.at(-1)
  appendFileSync(log, '{"type":"resu')
  const { connection: later } = await connect(await start())
  expect(await later.ask('say', { ...say, key: 'k2' })).toMatchObject({ ok: true })
  await expect.poll(() => stored()).toHaveLength(6)
})

const call = { type: 'assistant', run: 'r', content: [{ type: 'tool_use', id: 'x', name: 'exec', input: {} }] }
const user = { type: 'user', run: 'r', text: 'hi' }

test.each([
  ['a result without its call', [user, { type: 'result', run: 'r', call: 'x', text: 't', error: false }], 'line 2'],
  ['a call whose result never came', [user, call, user], 'line 3'],
  [
    'a call id a second time',
    [user, call, { type: 'result', run: 'r', call: 'x', text: 't', error: false }, call],
    'line 4',
  ],
  ['a damaged line', [user, 'damaged'], 'line 2'],
])('a history that is broken by %s is refused in so many words, and no other session', async (_, lines, where) => {
  writeFileSync(log, lines.map((line) => (line === 'damaged' ? '{"ty\n' : `${JSON.stringify(line)}\n`)).join(''))
  const { connection } = await connect(await start())
  expect(await connection.ask('say', say)).toMatchObject({ ok: false, why: expect.stringContaining(where) })
  expect(await connection.ask('say', { ...say, session: 'side' })).toMatchObject({ ok: true })
})
