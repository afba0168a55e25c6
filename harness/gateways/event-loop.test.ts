import { createServer } from 'node:http'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntryBody } from '../record/entry.ts'
import { EventLoop } from './event-loop.ts'

const hook = new URL('./event-loop-hook.ts', import.meta.url).href
/** A small gateway: it answers over HTTP with its longest standstill, and tries to reach a port or a host when it is asked for one. */
const program = `
import { createServer } from 'node:http'
import { connect } from 'node:net'
let last = performance.now()
let standstill = 0
const tick = () => {
  standstill = Math.max(standstill, performance.now() - last)
  last = performance.now()
}
setInterval(tick, 5)
const server = createServer(async (request, response) => {
  const port = Number(request.url.slice(1))
  if (port > 0) await new Promise((done) => connect(port, '127.0.0.1').on('connect', done).on('error', done))
  tick()
  const host = request.url.startsWith('/https:') ? request.url.slice(1) : undefined
  const said = host && (await fetch(host).catch((error) => error.cause.code))
  response.end(JSON.stringify({ said, standstill, inherited: process.env.GATECRASH_HOOK !== undefined }))
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))`

let loop: EventLoop
let seen: EntryBody[]
let gateway: ReturnType<typeof start>
let url: string

function start() {
  const env = { GATECRASH_HOOK: String(loop.port) }
  return execa(process.execPath, [`--import=${hook}`, '--input-type=module', '--eval', program], { env, reject: false })
}

beforeEach(async () => {
  seen = []
  loop = new EventLoop((body) => void seen.push(body))
  await loop.listen()
  gateway = start()
  const port = await new Promise((resolve) => gateway.stdout.once('data', (text) => resolve(String(text).trim())))
  url = `http://127.0.0.1:${port}`
})
afterEach(async () => {
  gateway.kill('SIGKILL')
  await gateway
  await loop[Symbol.asyncDispose]()
})

const answer = async (path = '/') =>
  (await fetch(url + path)).json() as Promise<{ standstill: number; inherited: boolean; said?: string }>

test('a blocked event loop stands still for as long as it is told to, and answers then', async () => {
  loop.block(400)
  await expect.poll(() => seen[0]).toEqual({ kind: 'gateway-blocked' })
  const { standstill } = await answer()
  expect(standstill).toBeGreaterThanOrEqual(399)
  await expect.poll(() => seen.slice(1)).toEqual([{ kind: 'gateway-unblocked' }])
})

test('nothing is blocked when nobody says so, and nothing of it is handed on to what the gateway starts', async () => {
  expect(await answer()).toMatchObject({ inherited: false })
  expect(seen).toEqual([])
})

test('a refused connection of the gateway is told, with its port; one that is taken is not', async () => {
  const other = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  await answer(`/${port}`)
  await new Promise((resolve) => other.close(resolve).closeAllConnections())
  await answer(`/${port}`)
  await expect.poll(() => seen).toEqual([{ kind: 'gateway-refused', port }])
})

test.each([
  ['dns', 'ENOTFOUND'],
  ['tls', 'CERT_HAS_EXPIRED'],
] as const)(
  'a network without %s fails other hosts with %s, and is told; this machine is not concerned',
  async (how, code) => {
    loop.failNetwork(how)
    await expect.poll(() => seen).toEqual([{ kind: 'gateway-network', failing: how }])
    expect(await answer('/https://api.example.invalid/')).toMatchObject({ said: code })
    await expect.poll(() => seen.slice(1)).toEqual([{ kind: 'gateway-connection-failed', how }])
    loop.failNetwork(null)
    await expect.poll(() => seen.at(-1)).toEqual({ kind: 'gateway-network', failing: null })
  },
)

test('a refused connection that nobody listens to ends the process, as it does without the hook', async () => {
  const { exitCode, stderr } = await execa(
    process.execPath,
    [`--import=${hook}`, '--eval', "require('node:net').connect(1, '127.0.0.1')"],
    { env: { GATECRASH_HOOK: String(loop.port) }, reject: false },
  )
  expect(exitCode).not.toBe(0)
  expect(stderr).toContain('ECONNREFUSED')
})

test('a process that is hooked ends when it has nothing more to do', async () => {
  const { exitCode } = await execa(process.execPath, [`--import=${hook}`, '--eval', ''], {
    env: { GATECRASH_HOOK: String(loop.port) },
  })
  expect(exitCode).toBe(0)
})
