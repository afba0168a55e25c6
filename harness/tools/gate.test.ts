import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { thisComputer } from '../gateways/this-computer.ts'
import type { EntryBody } from '../record/entry.ts'
import { gateCommand } from './gate-command.ts'
import { type Ledger, startLedger } from './ledger.ts'
import type { Resistance } from './order.ts'

let ledger: Ledger
let seen: EntryBody[]

beforeEach(async () => {
  seen = []
  ledger = await startLedger((body) => void seen.push(body))
})
afterEach(() => ledger[Symbol.asyncDispose]())

const started = () => expect.poll(() => seen[0]).toMatchObject({ kind: 'tool-started', call: 'call1', tool: 'a' })
const last = () => expect.poll(() => seen.at(-1))

test('where there is no shell that can do it, a gate is a Node', () => {
  const inContainer = { node: () => 'node', container: {} as never }
  expect(gateCommand(inContainer, 7)).toEqual(['node', expect.stringMatching(/gate\.ts$/), '7'])
  expect(gateCommand(thisComputer, 7)).toEqual([
    expect.stringMatching(/bash$/),
    expect.stringMatching(/gate\.sh$/),
    process.execPath,
    expect.stringMatching(/gate\.ts$/),
    '7',
  ])
})

const [, , ...asNode] = gateCommand(thisComputer, 0).slice(0, -1)

describe.each([
  ['a shell', (port: number) => gateCommand(thisComputer, port)],
  ['a Node', (port: number) => [...asNode, String(port)]],
])('a gate that begins as %s', (_, command) => {
  /** Starts a real gate as a gateway would. */
  function start(call = 'call1:a', env = ledger.environment) {
    const [program = '', ...args] = command(ledger.port)
    return execa(program, [...args, call], { env, reject: false })
  }

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
    const [program = '', ...args] = command(ledger.port)
    const process = execa(program, [...args, 'call1:a'], { env: ledger.environment, encoding: 'buffer' })
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

  test('a gate ends by itself when the harness goes away', async () => {
    const process = start()
    await started()
    await ledger[Symbol.asyncDispose]()
    expect((await process).exitCode).toBe(70)
  })

  test('a gate without the key of its run ends by itself', async () => {
    const { exitCode } = await start('call1:a', {})
    expect(exitCode).toBe(70)
    expect(seen).toEqual([])
  })

  test.each(['"quoted"', 'a\\b', 'two\nlines', '$(id) `id` $HOME %s', ''])('returns %j as it is', async (text) => {
    const process = start()
    await started()
    ledger.order('call1', 'finish', text)
    expect((await process).stdout).toBe(text)
  })

  test.each(['call 1:a', 'call"1:a', 'call$(id):a', 'café:a'])('tells of the call %j as it is', async (call) => {
    const process = start(call)
    await expect.poll(() => seen[0]).toMatchObject({ kind: 'tool-started', call: call.split(':')[0], tool: 'a' })
    ledger.order(call.split(':')[0] ?? '', 'finish', 'done')
    expect((await process).stdout).toBe('done')
  })

  test('tells of its own process and of what it was given', async () => {
    const process = start()
    await started()
    expect(seen[0]).toMatchObject({ pid: process.pid, args: [String(ledger.port), 'call1:a'] })
    process.kill('SIGKILL')
    await process
  })
})
