import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Machine, Running } from '../../machine.ts'
import type { EntryBody } from '../../record/entry.ts'
import { openComputer } from '../open-computer.ts'
import { thisComputer } from '../this-computer.ts'
import { openWords } from './words.ts'

const [file = '', ...args] = openWords('true')
const canBox = spawnSync(file, args).status === 0

let folder: string
let machine: Machine
let seen: EntryBody[]
let told: string[]

const open = (port?: number) => {
  const installed = { name: 'none', version: '0', folder, node: process.execPath }
  return openComputer({
    ...{ run: 'test00', folder, versions: [installed], port },
    note: (body) => void seen.push(body),
    tell: (line) => void told.push(line),
  })
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatecrash-test-'))
  seen = []
  told = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const lines = () => seen.flatMap((body) => (body.kind === 'gateway-logged' ? [body.line] : []))
const printed = (line: string) => expect.poll(lines).toContain(line)
const exit = () => seen.find(({ kind }) => kind === 'gateway-exited')

const programs: Running[] = []

const run = (script: string) => start(process.execPath, ['--eval', script])

function start(node: string, args: string[]): Running {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin' }
  const program = machine.run({ file: node, args, env, cwd: folder, state: folder }, (body) => seen.push(body))
  programs.push(program)
  return program
}

describe.skipIf(!canBox)('in a box', () => {
  beforeEach(async () => {
    machine = await open()
    expect(told).toEqual([])
  })
  afterEach(async () => {
    await machine[Symbol.asyncDispose]()
    for (const program of programs.splice(0)) await program.exited()
  })

  test('a signal reaches the program itself, which is not the first process', async () => {
    const program = run(
      `process.on('SIGTERM', () => { console.log('heard'); process.exit(7) }); setInterval(() => {}, 1e6); console.log('up', process.pid > 1)`,
    )
    await printed('up true')
    program.signal('SIGTERM')
    await program.exited()
    expect(lines()).toEqual(['up true', 'heard'])
    expect(exit()).toEqual({ kind: 'gateway-exited', code: 7, signal: null, asked: true })
  })

  test.each(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGABRT'] as const)(
    'a program that dies of %s is told so',
    async (signal) => {
      const program = run(`console.log('up'); setInterval(() => {}, 1e6)`)
      await printed('up')
      program.signal(signal)
      await program.exited()
      expect(exit()).toEqual({ kind: 'gateway-exited', code: null, signal, asked: true })
      expect(lines()).toEqual(['up'])
    },
  )

  test('a program that is stopped can go on, and can be killed', async () => {
    const program = run(`setInterval(() => console.log('tick'), 10)`)
    await printed('tick')
    program.signal('SIGSTOP')
    program.signal('SIGCONT')
    const before = lines().length
    await expect.poll(() => lines().length).toBeGreaterThan(before)
    program.signal('SIGSTOP')
    program.signal('SIGKILL')
    await program.exited()
    expect(exit()).toMatchObject({ signal: 'SIGKILL' })
  })

  test('an orphan of the program lives on, is no zombie when it has ended, and ends with the box', async () => {
    const orphan = `require('node:child_process').spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })`
    const program = run(`console.log('orphan', ${orphan}.pid); setInterval(() => {}, 1e6)`)
    await expect.poll(() => lines().length).toBe(1)
    const pid = Number(lines()[0]?.split(' ')[1])
    program.signal('SIGKILL')
    await program.exited()
    expect(machine.isAlive(pid)).toBe(true)
    expect(machine.isAlive(machine.living)).toBe(true)
    run(`process.kill(${pid})`)
    await expect.poll(() => machine.isAlive(pid)).toBe(false)
  })

  test('a server of ours is there to be connected to, refuses when it is closed, and listens again on its port', async () => {
    const server = createServer((socket) => void socket.end('hello'))
    await machine.provider.listen(server, 0)
    const { port } = server.address() as { port: number }
    const ask = `const s = require('node:net').connect(${port}, '127.0.0.1', () => {}); s.on('data', (d) => console.log(String(d))); s.on('error', (e) => console.log(e.code))`
    await run(ask).exited()
    await printed('hello')
    await once(server.close(), 'close')
    await run(ask).exited()
    await printed('ECONNREFUSED')
    await expect(machine.provider.reach(port)()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await machine.provider.listen(server, port)
    expect(server.address()).toMatchObject({ port })
    await once(server.close(), 'close')
  })

  test('a reset of ours is a reset there, and what a program says first is not lost', async () => {
    run(
      `require('node:net').createServer((s) => { s.write('welcome'); s.on('error', (e) => console.log(e.code)) }).listen(${await machine.port(undefined)}, '127.0.0.1', () => console.log('up'))`,
    )
    await printed('up')
    const socket: Socket = await (await machine.reach(18_789))()
    const [first] = await once(socket, 'data')
    expect(String(first)).toBe('welcome')
    socket.resetAndDestroy()
    await printed('ECONNRESET')
  })

  test('a program that cannot be started is told', async () => {
    const program = start('/no/such/program', [])
    await program.exited()
    expect(exit()).toMatchObject({ code: 127, signal: null })
    expect(lines().join()).toContain('/no/such/program')
  })
})

test('a cache that cannot be used is no reason to have no gateway', async () => {
  const { GATECRASH_CACHE } = process.env
  process.env.GATECRASH_CACHE = '/dev/null/cache'
  try {
    await using opened = await open()
    expect(opened === thisComputer).toBe(!canBox)
  } finally {
    delete process.env.GATECRASH_CACHE
    if (GATECRASH_CACHE !== undefined) process.env.GATECRASH_CACHE = GATECRASH_CACHE
  }
})

test.skipIf(process.platform !== 'linux')(
  'a system that forbids namespaces is told in its own words, and nothing else fails',
  async () => {
    const own = join(folder, 'own')
    mkdirSync(own)
    writeFileSync(
      join(own, 'unshare'),
      '#!/bin/sh\necho "unshare: unshare failed: Operation not permitted" >&2\nexit 1\n',
      { mode: 0o755 },
    )
    const failures: unknown[] = []
    const note = (reason: unknown) => failures.push(reason)
    process.on('unhandledRejection', note)
    vi.stubEnv('PATH', `${own}:${process.env.PATH}`)
    try {
      for (let i = 0; i < 5; i++) expect(await open()).toBe(thisComputer)
    } finally {
      vi.unstubAllEnvs()
      process.off('unhandledRejection', note)
    }
    expect(told[0]).toContain('no box (unshare: unshare failed: Operation not permitted): ')
    expect(failures).toEqual([])
  },
)

test('where no box can be had, the run says why in one line and goes on without one', async () => {
  const { PATH } = process.env
  process.env.PATH = folder
  try {
    expect(await open()).toBe(thisComputer)
  } finally {
    process.env.PATH = PATH
  }
  expect(told).toEqual([expect.stringMatching(/^no box \(.*\): only Node's own connections are kept/)])
  expect(told[0]).not.toContain('\n')
})
