import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { asks } from '../../mock-provider/sdk/conversations.ts'
import { type Provider, startProvider } from '../../mock-provider/server.ts'
import type { WireFault } from '../../mock-provider/wire-fault.ts'
import { listenAt } from '../connections.ts'
import type { EntryBody } from '../record/entry.ts'
import { openGuard } from './guard.ts'
import { type LiveProxy, startProxy } from './proxy.ts'

const toDispose: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of toDispose.splice(0).toReversed()) await one[Symbol.asyncDispose]()
})

const quiet = { broken: () => {}, unjudged: () => {}, surprised: () => {} }

/** A proxy that judges everything. */
async function proxyFor(url: string): Promise<LiveProxy> {
  const { wants, look } = await openGuard(quiet)
  const proxy = await startProxy({ upstream: new URL(url), wants, look })
  toDispose.push(proxy)
  return proxy
}

async function providerWith(fault?: WireFault, note: (body: EntryBody) => void = () => {}): Promise<Provider> {
  const reply = { text: 'let me see: ü€🙂', calls: [{ tool: 'a' }, { tool: 'b' }], fault }
  const provider = await startProvider({
    script: [{ says: '<go>', replies: [reply] }],
    caller: ({ tool }) => ({ name: 'exec', input: { command: tool, note: 'ü€🙂' } }),
    seed: 5,
    note,
    clock: () => 1_000_000,
  })
  provider.releaseAll()
  toDispose.push(provider)
  return provider
}

/** What a client sees of an answer, to the byte; what is about one connection, and the time of day, may differ. */
type Seen = { status?: number; headers: string[]; body: string; end: string }

const ofConnection = /^(?:date|connection|keep-alive)$/i

function bodyFor(api: string, streams: boolean): { path: string; body: Buffer } {
  const { path, write } = asks[api] as (typeof asks)[string]
  const body = write([{ role: 'user', text: '<go>', joins: false }])
  if (api === 'google-generative-ai')
    return {
      path: streams ? path.replace(':generate', ':streamGenerate').concat('?alt=sse') : path,
      body: Buffer.from(JSON.stringify(body)),
    }
  return { path, body: Buffer.from(JSON.stringify({ ...body, stream: streams })) }
}

function ask(url: string, api: string, streams: boolean): Promise<Seen> {
  const { path, body } = bodyFor(api, streams)
  return new Promise((resolve) => {
    const sent = request(url + path, { method: 'POST', agent: false, headers: { 'content-length': body.length } })
    sent.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ headers: [], body: '', end: `${error.code} ${error.message}` }),
    )
    sent.once('response', (answer) => {
      const pieces: Buffer[] = []
      const seen = (end: string) => {
        const { statusCode: status = 0, rawHeaders } = answer
        const headers = rawHeaders.flatMap((name, index) =>
          index % 2 === 1 || ofConnection.test(name) ? [] : [`${name}: ${rawHeaders[index + 1]}`],
        )
        resolve({ status, headers, body: Buffer.concat(pieces).toString('base64'), end })
      }
      answer.on('data', (piece) => pieces.push(piece))
      answer.once('end', () => seen('whole'))
      answer.once('error', (error: NodeJS.ErrnoException) => seen(`${error.code} ${error.message}`))
    })
    sent.end(body)
  })
}

const inCall = { call: 'b', after: 'input', nth: 2 } as const
const faults: Readonly<Record<string, WireFault | undefined>> = {
  none: undefined,
  'a cut before the head': { kind: 'cut', by: 'fin', at: { write: 0 } },
  'a reset before the head': { kind: 'cut', by: 'rst', at: { write: 0 } },
  'a cut': { kind: 'cut', by: 'fin', at: inCall },
  'a reset': { kind: 'cut', by: 'rst', at: inCall },
  'a late head': { kind: 'late', ms: 5 },
  'a trickle': { kind: 'trickle', bytes: 97, everyMs: 1 },
  'truncated JSON': { kind: 'truncated-json', at: inCall },
  'an event twice': { kind: 'repeated', at: inCall },
  'no end': { kind: 'no-end' },
  'an error in the stream': { kind: 'stream-error', failure: 'overloaded', at: inCall },
  'a rate limit': { kind: 'status', failure: 'rate-limit', retryAfterSeconds: 3 },
  'an unpaired history': { kind: 'status', failure: 'unpaired' },
}

describe.each(Object.keys(asks))('%s: a client sees the same bytes and the same end through the proxy', (api) => {
  test.each(Object.entries(faults))('%s', async (_, fault) => {
    for (const streams of [true, false]) {
      const direct = await ask((await providerWith(fault)).url, api, streams)
      const through = await ask((await proxyFor((await providerWith(fault)).url)).url, api, streams)
      // a reset may overtake what was sent before it, at either end
      if (fault?.kind === 'cut' && fault.by === 'rst') expect(through.end).toBe(direct.end)
      else expect(through).toEqual(direct)
    }
  })
})

test('a client that hangs up is gone at the provider, too: while it waits, and in the middle of a stream', async () => {
  for (const fault of [undefined, { kind: 'stall', pings: true, at: inCall }] as const) {
    const seen: EntryBody[] = []
    const provider = await providerWith(fault, (body) => void seen.push(body))
    const { url } = await proxyFor(provider.url)
    const { path, body } = bodyFor('anthropic-messages', true)
    const sent = request(url + path, { method: 'POST', agent: false })
    sent.on('error', () => {})
    if (fault === undefined) sent.once('response', (answer) => answer.once('data', () => sent.destroy()))
    else sent.once('response', (answer) => answer.on('error', () => {}).resume())
    sent.end(body)
    if (fault !== undefined) {
      await expect.poll(() => seen.at(-1)?.kind).toBe('provider-broke')
      sent.destroy()
    }
    await expect.poll(() => seen.at(-1)?.kind).toBe('provider-replied')
  }
})

/** A provider that is a function. */
async function providerOf(serve: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(serve)
  await listenAt(server)
  toDispose.push({
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  })
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`
}

test('a slow reader slows the provider down', async () => {
  const piece = Buffer.alloc(1_000_000, 'x')
  const pieces = 64
  let [written, finished, filled] = [0, false, false]
  const url = await providerOf((asked, response) => {
    if (asked.url === '/ping') return void response.end('pong')
    response.once('finish', () => (finished = true))
    const pump = () => {
      while (written < pieces) {
        written++
        if (!response.write(piece)) {
          filled = true
          return void response.once('drain', pump)
        }
      }
      response.end()
    }
    pump()
  })
  const proxy = await proxyFor(url)
  const sent = request(`${proxy.url}/v1/messages`, { method: 'POST', agent: false }).end('{}')
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  await expect.poll(() => filled).toBe(true)
  // while others are served, nothing comes of the answer that nobody reads
  for (let n = 0; n < 50; n++) await (await fetch(`${proxy.url}/ping`)).text()
  expect({ finished, all: written === pieces }).toEqual({ finished: false, all: false })
  let read = 0
  for await (const chunk of answer) read += chunk.length
  expect(read).toBe(pieces * piece.length)
})

test('100 streams at once come whole', async () => {
  const provider = await providerWith({ kind: 'trickle', bytes: 500, everyMs: 1, times: 1_000 })
  const proxy = await proxyFor(provider.url)
  const seen = await Promise.all(Array.from({ length: 100 }, () => ask(proxy.url, 'openai-completions', true)))
  const ends = seen.map(({ end, body }) => `${end} ${Buffer.from(body, 'base64').includes('[DONE]')}`)
  expect(new Set(ends)).toEqual(new Set(['whole true']))
})

test('headers come as they were sent, in both directions; the provider is called by its own name', async () => {
  const heard: string[][] = []
  const url = await providerOf((asked, response) => {
    heard.push(asked.rawHeaders)
    response.writeHead(218, 'This Is Fine', ['X-One', '1', 'set-cookie', 'a=1', 'Set-Cookie', 'b=2'])
    response.end(asked.url)
  })
  const proxy = await proxyFor(`${url}/base/`)
  const sent = request(`${proxy.url}/v1/messages?beta=true`, {
    method: 'POST',
    agent: false,
    headers: ['Host', 'x', 'X-Api-Key', 'k', 'x-twice', '1', 'X-Twice', '2', 'Content-Length', '2'],
  }).end('{}')
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect((await answer.toArray()).join('')).toBe('/base/v1/messages?beta=true')
  expect([answer.statusCode, answer.statusMessage]).toEqual([218, 'This Is Fine'])
  expect(answer.rawHeaders.slice(0, 6)).toEqual(['X-One', '1', 'set-cookie', 'a=1', 'Set-Cookie', 'b=2'])
  expect(heard[0]?.slice(0, 10)).toEqual([
    ...['Host', new URL(url).host, 'X-Api-Key', 'k', 'x-twice', '1', 'X-Twice', '2', 'Content-Length', '2'],
  ])
})

test('a provider that cannot be reached is told of, and answered for with 502', async () => {
  const provider = await providerWith()
  await provider.refuse()
  const told: string[] = []
  const proxy = await startProxy({ upstream: new URL(provider.url), unreached: (why) => void told.push(why) })
  toDispose.push(proxy)
  expect((await fetch(proxy.url)).status).toBe(502)
  expect(told).toEqual([expect.stringContaining('ECONNREFUSED')])
})
