import { afterEach, beforeEach, expect, test } from 'vitest'
import { listenAt } from '../connections.ts'
import type { EntryBody } from '../record/entry.ts'
import { HttpGateServer } from './http-gate.ts'
import { type Ledger, startLedger } from './ledger.ts'

let ledger: Ledger
let gate: HttpGateServer
let seen: EntryBody[]

beforeEach(async () => {
  seen = []
  ledger = await startLedger((body) => void seen.push(body))
  gate = new HttpGateServer(ledger, listenAt)
})
afterEach(async () => {
  await gate[Symbol.asyncDispose]()
  await ledger[Symbol.asyncDispose]()
})

async function post(message: object, client = '', session = 'main'): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(client && { 'mcp-session-id': client }) }
  const body = JSON.stringify({ jsonrpc: '2.0', ...message })
  return fetch(await gate.url(session), { method: 'POST', headers, body })
}

async function call(id: number, name: string, client = ''): Promise<Response> {
  const response = await post(
    { id, method: 'tools/call', params: { name: 'hold', arguments: { call: `${name}:m` } } },
    client,
  )
  await expect.poll(() => ledger.alive).toContain(name)
  return response
}

const resultIn = async (response: Response) => JSON.parse((await response.text()).split('data: ')[1] ?? 'null')

test('shakes hands with a name for each client, offers one tool, and says when the tools were asked for', async () => {
  const initialized = await post({ id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18' } })
  expect(initialized.headers.get('mcp-session-id')).toMatch(/./)
  expect(await initialized.json()).toMatchObject({ id: 0, result: { protocolVersion: '2025-06-18' } })
  expect((await post({ method: 'notifications/initialized' })).status).toBe(202)
  let listed = false
  const waiting = gate.whenListed('main').then(() => {
    listed = true
  })
  await post({ id: 1, method: 'tools/list' }, '', 'side')
  expect(listed).toBe(false)
  expect(await (await post({ id: 2, method: 'tools/list' })).json()).toMatchObject({
    result: { tools: [{ name: 'hold', annotations: { readOnlyHint: true } }] },
  })
  await waiting
  expect(await (await post({ id: 3, method: 'prompts/list' })).json()).toMatchObject({ error: { code: -32601 } })
  expect((await fetch(await gate.url('main'))).status).toBe(405)
})

test('calls hold side by side, and return, fail or die as they are told', async () => {
  const [one, two, three] = [await call(1, 'one'), await call(2, 'two'), await call(3, 'three')]
  ledger.order('two', 'fail', 'no such company')
  ledger.order('one', 'finish', 'result 7: naïve, 東京, 🦊')
  ledger.order('three', 'die', '')
  expect(await resultIn(one)).toMatchObject({
    id: 1,
    result: { content: [{ text: 'result 7: naïve, 東京, 🦊\n' }], isError: false },
  })
  expect(await resultIn(two)).toMatchObject({ id: 2, result: { isError: true } })
  await expect(three.text()).rejects.toThrow()
  expect(seen.filter(({ kind }) => kind === 'tool-ended')).toMatchObject([
    { call: 'two', end: 'failed' },
    { call: 'one', end: 'finished' },
    { call: 'three', end: 'died' },
  ])
  await expect.poll(() => ledger.alive).toEqual([])
})

test('a cancelled call is gone, of two clients the one that cancels; one that resists answers all the same', async () => {
  const cancelled = await call(1, 'one', 'x')
  const other = await call(1, 'two', 'y')
  await post({ method: 'notifications/cancelled', params: { requestId: 1 } }, 'x')
  await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'tool-ended', call: 'one', end: 'gone' })
  // in order: to some clients a stream that is cut is a server that is broken
  expect(await cancelled.text()).toBe('')
  ledger.prepare('two', 'ignores', '')
  await post({ method: 'notifications/cancelled', params: { requestId: 1 } }, 'y')
  await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'tool-resisted', call: 'two' })
  ledger.order('two', 'finish', 'late')
  expect(await resultIn(other)).toMatchObject({ result: { isError: false } })
})

test('who hangs up has ended the call', async () => {
  const hangingUp = new AbortController()
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'hold', arguments: { call: 'one:m' } },
  })
  await fetch(await gate.url('main'), { method: 'POST', body, signal: hangingUp.signal })
  await expect.poll(() => ledger.alive).toEqual(['one'])
  hangingUp.abort()
  await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'tool-ended', call: 'one', end: 'gone' })
})
