import { once } from 'node:events'
import { connect } from 'node:net'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { thisComputer } from '../gateways/this-computer.ts'
import type { EntryBody } from '../record/entry.ts'
import { gateCommand } from './gate-command.ts'
import { type Ledger, startLedger } from './ledger.ts'

let ledger: Ledger
let seen: EntryBody[]

beforeEach(async () => {
  seen = []
  ledger = await startLedger((body) => void seen.push(body))
})
afterEach(() => ledger[Symbol.asyncDispose]())

/** Starts a real gate as a gateway would. */
function start(call = 'call1:a') {
  const [program = '', ...args] = gateCommand(thisComputer, ledger.port)
  return execa(program, [...args, call], { env: ledger.environment, reject: false })
}

const started = () => expect.poll(() => seen[0]).toMatchObject({ kind: 'tool-started', call: 'call1', tool: 'a' })
const last = () => expect.poll(() => seen.at(-1))

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
