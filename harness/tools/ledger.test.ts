import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { type Ledger, startLedger } from './ledger.ts'
import type { Resistance } from './order.ts'

const gate = fileURLToPath(new URL('./gate.ts', import.meta.url))
let ledger: Ledger
let seen: EntryBody[]

beforeEach(async () => {
  seen = []
  ledger = await startLedger((body) => void seen.push(body))
})
afterEach(() => ledger[Symbol.asyncDispose]())

/** Starts a real gate as a gateway would. */
function start(call = 'call1:a') {
  return execa(process.execPath, [gate, String(ledger.port), call], { env: ledger.environment, reject: false })
}

const started = () => expect.poll(() => seen[0]).toMatchObject({ kind: 'tool-started', call: 'call1', tool: 'a' })
const last = () => expect.poll(() => seen.at(-1))

test('a gate reports its start, holds, and finishes with the text it is given', async () => {
  const process = start()
  await started()
  expect(ledger.alive).toEqual(['call1'])
  expect(ledger.order('call1', 'finish', 'result 7: naïve, 東京, 🦊')).toBe(true)
  const { stdout, exitCode } = await process
  expect({ stdout, exitCode }).toEqual({ stdout: 'result 7: naïve, 東京, 🦊', exitCode: 0 })
  // noted before the process ended, so that a gateway cannot go on before it is
  expect(seen.at(-1)).toMatchObject({ kind: 'tool-ended', end: 'finished', text: 'result 7: naïve, 東京, 🦊' })
  await expect.poll(() => ledger.alive).toEqual([])
})

test('a gate fails with its text on standard error', async () => {
  const process = start()
  await started()
  ledger.order('call1', 'fail', 'no such company')
  expect(await process).toMatchObject({ stderr: 'no such company', exitCode: 1 })
  await last().toMatchObject({ end: 'failed' })
})

test('a gate dies by SIGKILL when told to', async () => {
  const process = start()
  await started()
  ledger.order('call1', 'die', 'last words')
  expect((await process).signal).toBe('SIGKILL')
  expect(seen.at(-1)).toMatchObject({ end: 'died', text: '' })
})

test('a gate returns megabytes, with its text in each line', async () => {
  const process = start()
  await started()
  ledger.order('call1', 'flood', 'result 7: naïve, 東京, 🦊')
  const { stdout } = await process
  expect(stdout.length).toBeGreaterThanOrEqual(8_000_000)
  expect(new Set(stdout.split('\n'))).toEqual(new Set(['result 7: naïve, 東京, 🦊']))
  await last().toMatchObject({ end: 'finished', text: 'result 7: naïve, 東京, 🦊' })
})

test('a gate returns bytes that are no UTF-8, and its text', async () => {
  const process = execa(globalThis.process.execPath, [gate, String(ledger.port), 'call1:a'], {
    env: ledger.environment,
    encoding: 'buffer',
  })
  await started()
  ledger.order('call1', 'garble', 'result 7: naïve, 東京, 🦊')
  const { stdout } = await process
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(stdout)).toThrow()
  expect(Buffer.from(stdout).toString()).toContain('result 7: naïve, 東京, 🦊')
})

describe('a gate that resists', () => {
  const prepared = async (how: Resistance) => {
    const process = start()
    await started()
    expect(ledger.prepare('call1', how, 'last words')).toBe(true)
    await last().toMatchObject({ kind: 'tool-resists', call: 'call1' })
    return { process }
  }

  test('ignores SIGTERM, and returns late', async () => {
    const { process } = await prepared('ignores')
    process.kill('SIGTERM')
    await last().toMatchObject({ kind: 'tool-resisted' })
    ledger.order('call1', 'finish', 'result 7: naïve, 東京, 🦊')
    expect((await process).stdout).toBe('result 7: naïve, 東京, 🦊')
    await last().toMatchObject({ end: 'finished' })
  })

  test('writes when it gets SIGTERM, and ends only then', async () => {
    const { process } = await prepared('writes')
    process.kill('SIGTERM')
    expect(await process).toMatchObject({ stdout: 'last words', signal: 'SIGKILL' })
    await last().toMatchObject({ end: 'gone' })
  })

  test('leaves a child that holds its output open and ignores SIGTERM, and that goes with the harness', async () => {
    const { process } = await prepared('child')
    const [child] = ledger.children
    ledger.order('call1', 'finish', 'result 7: naïve, 東京, 🦊')
    await last().toMatchObject({ end: 'finished' })
    globalThis.process.kill(child?.pid ?? 0, 'SIGTERM')
    expect(ledger.children).toEqual([child])
    await ledger[Symbol.asyncDispose]()
    expect((await process).stdout).toBe('result 7: naïve, 東京, 🦊')
    expect(ledger.children).toEqual([])
  })
})

test('a gate that the gateway kills is gone, though nothing was ordered', async () => {
  const process = start()
  await started()
  process.kill('SIGTERM')
  await last().toMatchObject({ kind: 'tool-ended', end: 'gone', text: '' })
})

test('a gate whose connection is reset is gone, and the ledger goes on', async () => {
  const socket = connect(ledger.port, '127.0.0.1')
  socket.write(`${JSON.stringify({ key: ledger.environment.GATECRASH_LEDGER, call: 'call1:a', pid: 1, args: [] })}\n`)
  await started()
  socket.resetAndDestroy()
  await last().toMatchObject({ kind: 'tool-ended', end: 'gone' })
})

test('a call that runs twice is two starts', async () => {
  const processes = [start(), start()]
  await expect.poll(() => ledger.alive).toEqual(['call1', 'call1'])
  for (const _ of processes) ledger.order('call1', 'finish', 'twice')
  await Promise.all(processes)
  await expect.poll(() => seen.filter(({ kind }) => kind === 'tool-ended')).toHaveLength(2)
})

test('of two tools whose calls have one id, an order is for the one it names', async () => {
  const processes = [start('call1:a'), start('call1:b')]
  await expect.poll(() => ledger.alive).toEqual(['call1', 'call1'])
  ledger.order('call1', 'finish', 'of b', 'b')
  expect((await processes[1])?.stdout).toBe('of b')
  await expect.poll(() => ledger.alive).toEqual(['call1'])
  ledger.order('call1', 'finish', 'of a', 'a')
  expect((await processes[0])?.stdout).toBe('of a')
  await expect.poll(() => ledger.alive).toEqual([])
})

test('an order for a call that does not run is refused', () => {
  expect(ledger.order('nobody', 'finish', 'x')).toBe(false)
})

test('a gate ends by itself when the harness goes away', async () => {
  const process = start()
  await started()
  await ledger[Symbol.asyncDispose]()
  expect((await process).exitCode).toBe(70)
})

test.each([
  ['without a key', '{"call":"call1:a","pid":1,"args":[]}'],
  ['with another key', '{"key":"AAAAAAAAAAAAAAAAAAAAAA","call":"call1:a","pid":1,"args":[]}'],
  ['with a key that is no text', '{"key":{},"call":"call1:a","pid":1,"args":[],"child":true}'],
  ['that speaks no JSON', 'GET / HTTP/1.1'],
  ['that says nothing but a number', '7'],
])('a stranger %s is hung up on, and nothing is noted', async (_, says) => {
  const socket = connect(ledger.port, '127.0.0.1')
  socket.write(`${says}\n`)
  await once(socket, 'close')
  expect(seen).toEqual([])
  expect(ledger.alive).toEqual([])
})

test('a gate without the key of its run ends by itself', async () => {
  const { exitCode } = await execa(process.execPath, [gate, String(ledger.port), 'call1:a'], { reject: false })
  expect(exitCode).toBe(70)
  expect(seen).toEqual([])
})
