import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dialTo } from '../connections.ts'
import { Relay } from './relay.ts'

let server: Server
let relay: Relay
let told: string[]
let accepted: Promise<Socket>

beforeEach(async () => {
  told = []
  const next = Promise.withResolvers<Socket>()
  accepted = next.promise
  server = createServer({ allowHalfOpen: true }, next.resolve)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  relay = new Relay(dialTo((server.address() as AddressInfo).port), {
    answered: () => told.push('answered'),
    held: (direction) => told.push(direction),
  })
  await relay.listen()
})
afterEach(async () => {
  await relay[Symbol.asyncDispose]()
  server.close()
})

/** One end of a connection, and what it has seen so far. */
type End = { socket: Socket; text: string; ends: string[] }

function watch(socket: Socket): End {
  const end: End = { socket, text: '', ends: [] }
  socket.on('data', (bytes) => {
    end.text += bytes
  })
  socket.on('end', () => {
    end.ends.push('FIN')
    socket.end()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => end.ends.push(String(error.code)))
  return end
}

async function connected(): Promise<[client: End, gateway: End]> {
  const client = watch(connect({ port: relay.port, host: '127.0.0.1', allowHalfOpen: true }))
  const gateway = watch(await accepted)
  return [client, gateway]
}

test('bytes and ends pass both ways', async () => {
  const [client, gateway] = await connected()
  client.socket.write('hello')
  await expect.poll(() => gateway.text).toBe('hello')
  gateway.socket.end('bye')
  await expect.poll(() => client.ends).toEqual(['FIN'])
  expect(client.text).toBe('bye')
})

test('a connection whose ends are on their way can be cut by a reset all the same', async () => {
  await connected()
  await Promise.all([relay.cut('fin'), relay.cut('rst')])
})

test('a reset of one end reaches the other', async () => {
  const [client, gateway] = await connected()
  client.socket.resetAndDestroy()
  await expect.poll(() => gateway.ends).toEqual(['ECONNRESET'])
})

test('more bytes than all buffers hold arrive whole', async () => {
  const [client, gateway] = await connected()
  gateway.socket.end('x'.repeat(20_000_000))
  await expect.poll(() => client.ends).toEqual(['FIN'])
  expect(client.text.length).toBe(20_000_000)
})

test.each([
  ['fin', 'FIN'],
  ['rst', 'ECONNRESET'],
] as const)('a cut by %s is seen as %s at both ends', async (by, seen) => {
  const [client, gateway] = await connected()
  await relay.cut(by)
  await expect.poll(() => [client.ends, gateway.ends]).toEqual([[seen], [seen]])
})

describe('a stall', () => {
  test('holds bytes in its direction only, and lets them go whole', async () => {
    const [client, gateway] = await connected()
    relay.stall('to-client')
    gateway.socket.write('one ')
    await expect.poll(() => told).toContain('to-client')
    gateway.socket.write('two')
    client.socket.write('still heard')
    await expect.poll(() => gateway.text).toBe('still heard')
    expect(client.text).toBe('')
    relay.goOn()
    await expect.poll(() => client.text).toBe('one two')
  })

  test.each(['fin', 'rst'] as const)('hides the end of a connection (%s) until it goes on', async (by) => {
    const [client, gateway] = await connected()
    relay.stall('both')
    if (by === 'fin') gateway.socket.end()
    else gateway.socket.resetAndDestroy()
    client.socket.write('anybody?')
    await expect.poll(() => told).toContain('to-gateway')
    expect(client.ends).toEqual([])
    relay.goOn()
    await expect.poll(() => client.ends).toEqual([by === 'fin' ? 'FIN' : 'ECONNRESET'])
  })

  test('lets a new connection pass, beside the one that it holds', async () => {
    const [old] = await connected()
    relay.stall('both')
    old.socket.write('anybody?')
    await expect.poll(() => told).toContain('to-gateway')
    const next = new Promise<Socket>((resolve) => server.once('connection', resolve))
    const client = watch(connect({ port: relay.port, host: '127.0.0.1', allowHalfOpen: true }))
    const gateway = watch(await next)
    client.socket.write('hello')
    await expect.poll(() => gateway.text).toBe('hello')
  })
})

test('a gateway that does not listen refuses through the relay too, and the first that it takes is told', async () => {
  const { target } = relay
  relay.target = dialTo(1)
  const client = watch(connect(relay.port, '127.0.0.1'))
  await expect.poll(() => client.ends).toEqual(['ECONNRESET'])
  expect(told).toEqual([])
  relay.target = target
  await connected()
  watch(connect(relay.port, '127.0.0.1'))
  await expect.poll(() => told).toEqual(['answered'])
})

test('closing it ends every connection', async () => {
  const [client, gateway] = await connected()
  await relay[Symbol.asyncDispose]()
  await expect.poll(() => client.socket.closed && gateway.socket.closed).toBe(true)
})
