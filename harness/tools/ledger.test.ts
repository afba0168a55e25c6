import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { type Ledger, startLedger } from './ledger.ts'

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
  return execa(process.execPath, [gate, String(ledger.port), call], { reject: false })
}

const started = () => expect.poll(() => seen[0]).toMatchObject({ kind: 'tool-started', call: 'call1', tool: 'a' })
const last = () => expect.poll(() => seen.at(-1))

test('a gate reports its start, holds, and finishes with the text it is given', async () => {
  const process = start()
  await started()
  expect(ledger.alive).toEqual(['call1'])
  expect(ledger.order('call1', 'finish', 'result 7')).toBe(true)
  const { stdout, exitCode } = await process
  expect({ stdout, exitCode }).toEqual({ stdout: 'result 7', exitCode: 0 })
  await last().toMatchObject({ kind: 'tool-ended', end: 'finished', text: 'result 7' })
  expect(ledger.alive).toEqual([])
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
  await last().toMatchObject({ end: 'died', text: '' })
})

test('a gate that the gateway kills is gone, though nothing was ordered', async () => {
  const process = start()
  await started()
  process.kill('SIGTERM')
  await last().toMatchObject({ kind: 'tool-ended', end: 'gone', text: '' })
})

test('a call that runs twice is two starts', async () => {
  const processes = [start(), start()]
  await expect.poll(() => ledger.alive).toEqual(['call1', 'call1'])
  for (const _ of processes) ledger.order('call1', 'finish', 'twice')
  await Promise.all(processes)
  await expect.poll(() => seen.filter(({ kind }) => kind === 'tool-ended')).toHaveLength(2)
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
