import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { type Ledger, startLedger } from './ledger.ts'

const program = fileURLToPath(new URL('./mcp-server.ts', import.meta.url))
let ledger: Ledger
let seen: EntryBody[]
let server: ReturnType<typeof start>
let answers: unknown[]

beforeEach(async () => {
  seen = []
  answers = []
  ledger = await startLedger((body) => void seen.push(body))
  server = start()
  createInterface({ input: server.stdout }).on('line', (line) => answers.push(JSON.parse(line)))
})
afterEach(async () => {
  server.stdin.end()
  await ledger[Symbol.asyncDispose]()
  await server
})

function start() {
  return execa(process.execPath, [program, String(ledger.port)], {
    env: ledger.environment,
    reject: false,
    buffer: false,
  })
}

function say(message: object): void {
  server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

const call = async (id: number, name: string) => {
  say({ id, method: 'tools/call', params: { name: 'hold', arguments: { call: `${name}:m` } } })
  await expect.poll(() => ledger.alive).toContain(name)
}

test('shakes hands, offers one tool, and refuses what it does not know', async () => {
  say({ id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18' } })
  say({ method: 'notifications/initialized' })
  say({ id: 1, method: 'tools/list' })
  say({ id: 2, method: 'prompts/list' })
  await expect.poll(() => answers).toHaveLength(3)
  expect(answers).toMatchObject([
    { id: 0, result: { protocolVersion: '2025-06-18', capabilities: { tools: {} } } },
    { id: 1, result: { tools: [{ name: 'hold' }] } },
    { id: 2, error: { code: -32601 } },
  ])
})

test('calls hold side by side, and return or fail as they are told', async () => {
  await call(1, 'one')
  await call(2, 'two')
  ledger.order('two', 'fail', 'no such company')
  ledger.order('one', 'finish', 'result 7: naïve, 東京, 🦊')
  await expect.poll(() => answers).toHaveLength(2)
  expect(answers).toContainEqual({
    jsonrpc: '2.0',
    id: 1,
    result: { content: [{ type: 'text', text: 'result 7: naïve, 東京, 🦊\n' }], isError: false },
  })
  expect(answers).toContainEqual(expect.objectContaining({ id: 2, result: expect.objectContaining({ isError: true }) }))
  await expect.poll(() => ledger.alive).toEqual([])
})

test('to die takes the server with it', async () => {
  await call(1, 'one')
  ledger.order('one', 'die', '')
  expect((await server).signal).toBe('SIGKILL')
  await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'tool-ended', end: 'died' })
})

test('a cancelled call is gone; one that resists answers all the same', async () => {
  await call(1, 'one')
  say({ method: 'notifications/cancelled', params: { requestId: 1 } })
  await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'tool-ended', end: 'gone' })
  await call(2, 'two')
  ledger.prepare('two', 'ignores', '')
  await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'tool-resists' })
  say({ method: 'notifications/cancelled', params: { requestId: 2 } })
  await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'tool-resisted' })
  ledger.order('two', 'finish', 'late')
  await expect.poll(() => answers).toHaveLength(1)
})
