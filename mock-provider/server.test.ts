import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import type { ToolCaller } from './answer.ts'
import type { Script } from './script.ts'
import { type Provider, startProvider } from './server.ts'

const script: Script = [
  { says: 'compare', replies: [{ text: 'let me see', calls: [{ tool: 'a' }, { tool: 'b' }] }] },
  {
    says: 'break off',
    replies: [
      {
        text: '',
        calls: [{ tool: 'c' }, { tool: 'd' }],
        fault: { kind: 'cut', by: 'fin', at: { call: 'd', after: 'input', nth: 2 } },
      },
    ],
  },
  {
    says: 'overload',
    replies: [
      { text: 'at last', thinking: 'hm', calls: [], fault: { kind: 'status', failure: 'overloaded', times: 3 } },
    ],
  },
  { says: '', replies: [{ text: 'they compare', calls: [] }], side: true },
]
const caller: ToolCaller = (call, id, offered) =>
  offered.some(({ name }) => name === 'exec') ? { name: 'exec', input: { command: `gate ${id}:${call.tool}` } } : null
const tools = [{ name: 'exec', input_schema: { type: 'object', properties: { command: {} } } }]

let provider: Provider
let seen: EntryBody[]

beforeEach(async () => {
  seen = []
  provider = await startProvider({ script, caller, seed: 5, note: (body) => void seen.push(body) })
})
afterEach(() => provider[Symbol.asyncDispose]())

const ask = (content: unknown, more: object = {}) =>
  fetch(`http://127.0.0.1:${provider.port}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', max_tokens: 9, tools, messages: [{ role: 'user', content }], ...more }),
  })
const events = (sse: string) => [...sse.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data))
const idsIn = (sse: string) => events(sse).flatMap((event) => event.content_block?.id ?? [])

describe('a scripted reply', () => {
  test('streams its text and its calls as the API does', async () => {
    provider.release({ turn: 0, reply: 0 })
    const response = await ask('compare', { stream: true })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const stream = events(await response.text())
    expect(stream.map(({ type }) => type).filter((type) => type !== 'content_block_delta')).toEqual([
      'message_start',
      ...['content_block_start', 'ping', 'content_block_stop'],
      ...['content_block_start', 'content_block_stop', 'content_block_start', 'content_block_stop'],
      ...['message_delta', 'message_stop'],
    ])
    const input = stream.filter(({ index }) => index === 1).flatMap(({ delta }) => delta?.partial_json ?? [])
    expect(JSON.parse(input.join(''))).toEqual({ command: expect.stringMatching(/^gate toolu_01\w+:a$/) })
    expect(stream.at(-2).delta.stop_reason).toBe('tool_use')
  })

  test('comes whole when no stream is asked for', async () => {
    provider.release({ turn: 0, reply: 0 })
    const message = (await (await ask('compare')).json()) as { content: { type: string }[]; stop_reason: string }
    expect(message.content.map(({ type }) => type)).toEqual(['text', 'tool_use', 'tool_use'])
    expect(message.stop_reason).toBe('tool_use')
  })

  test('is held until it is released', async () => {
    const asked = ask('compare')
    await expect.poll(() => seen.map(({ kind }) => kind)).toEqual(['provider-asked'])
    provider.release({ turn: 0, reply: 0 })
    await (await asked).text()
    expect(seen.at(-1)).toMatchObject({ kind: 'provider-replied', end: 'complete' })
  })

  test('that nobody waits for any more is noted as such', async () => {
    const gone = new AbortController()
    const asked = fetch(`http://127.0.0.1:${provider.port}/v1/messages`, {
      method: 'POST',
      signal: gone.signal,
      body: JSON.stringify({ model: 'm', max_tokens: 9, tools, messages: [{ role: 'user', content: 'compare' }] }),
    })
    await expect.poll(() => seen.length).toBe(1)
    gone.abort()
    await expect(asked).rejects.toThrow()
    await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'provider-replied', end: 'client-gone' })
  })

  test('is the same on a retry, with new ids', async () => {
    provider.release({ turn: 0, reply: 0 })
    const [first, second] = [
      await (await ask('compare', { stream: true })).text(),
      await (await ask('compare', { stream: true })).text(),
    ]
    expect(idsIn(first)).toHaveLength(2)
    expect(idsIn(second)).toHaveLength(2)
    expect(idsIn(first).filter((id) => idsIn(second).includes(id))).toEqual([])
  })
})

test('a cut closes the socket at its instant, once; the retry is whole', async () => {
  provider.release({ turn: 1, reply: 0 })
  const broken = await ask('break off', { stream: true })
  await expect(broken.text()).rejects.toThrow()
  const marks = seen.flatMap((body) => (body.kind === 'provider-wrote' ? [body.mark] : []))
  expect(marks.at(-1)).toBe('d input 2')
  expect(seen.at(-1)).toMatchObject({ kind: 'provider-replied', end: 'broken' })
  expect(await (await ask('break off', { stream: true })).text()).toContain('message_stop')
})

test('a fault that comes several times breaks so many deliveries, or fewer when it is mended', async () => {
  provider.release({ turn: 2, reply: 0 })
  const statuses = async (times: number) => {
    const got: number[] = []
    for (let time = 0; time < times; time++) got.push((await ask('overload')).status)
    return got
  }
  expect(await statuses(2)).toEqual([529, 529])
  provider.mend()
  expect(await statuses(1)).toEqual([200])
})

test('a reply that was never asked for is whole once it is mended', async () => {
  provider.mend({ turn: 2, reply: 0 })
  provider.release({ turn: 2, reply: 0 })
  expect((await ask('overload')).status).toBe(200)
})

test('thinking that a request does not let the model do is noted as left out', async () => {
  provider.mend({ turn: 2, reply: 0 })
  provider.release({ turn: 2, reply: 0 })
  await ask('overload')
  expect(seen.find(({ kind }) => kind === 'provider-replying')).toMatchObject({ withheld: 'thinking' })
  await ask('overload', { max_tokens: 2_000, thinking: { type: 'enabled', budget_tokens: 1_024 } })
  expect(seen.findLast(({ kind }) => kind === 'provider-replying')).not.toHaveProperty('withheld')
})

test('a scripted side request is held until it is released, and those after it are not', async () => {
  const text = async (asked: Promise<Response>) =>
    ((await (await asked).json()) as { content: { text: string }[] }).content[0]?.text
  const held = text(ask('sum up: compare', { tools: undefined }))
  await expect.poll(() => seen).toMatchObject([{ kind: 'provider-asked', turn: null, reply: 0 }])
  provider.release({ turn: 3, reply: 0 })
  expect(await held).toBe('they compare')
  expect(await text(ask('a title for: compare', { tools: undefined }))).toBe('Noted.')
})

test('a broken history is rejected as the API rejects it, and noted', async () => {
  const response = await ask([{ type: 'tool_result', tool_use_id: 'nope', content: 'x' }])
  expect(response.status).toBe(400)
  expect(response.headers.get('x-should-retry')).toBe('false')
  const body = (await response.json()) as { type: string; error: { type: string; message: string }; request_id: string }
  expect(body).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } })
  expect(body.request_id).toBe(response.headers.get('request-id'))
  expect(seen[0]).toMatchObject({ kind: 'provider-asked', rejection: { status: 400, message: body.error.message } })
})

test('a side request, which offers no tools, gets a harmless text and no place in the script', async () => {
  provider.release({ turn: 3, reply: 0 })
  await ask('a title for: compare', { tools: undefined })
  const message = (await (await ask('a title for: compare', { tools: undefined })).json()) as {
    content: { text: string }[]
  }
  expect(message.content[0]?.text).toBe('Noted.')
  expect(seen[0]).toMatchObject({ kind: 'provider-asked', turn: null })
})

test('a path that no API has is a 404', async () => {
  expect((await fetch(`${provider.url}/v2/other`)).status).toBe(404)
})

test('a provider that refuses takes no connection and ends those it has, until it listens again at the same address', async () => {
  const { url } = provider
  const held = ask('compare').catch((error) => error.cause.code)
  await expect.poll(() => seen.map(({ kind }) => kind)).toEqual(['provider-asked'])
  await provider.refuse()
  expect(await held).toBe('UND_ERR_SOCKET')
  expect(await ask('compare').catch((error) => error.cause.code)).toBe('ECONNREFUSED')
  await provider.accept()
  await provider.accept()
  expect(provider.url).toBe(url)
  provider.release({ turn: 0, reply: 0 })
  expect((await ask('compare')).status).toBe(200)
  const lines = seen.map(({ kind }) => kind).filter((kind) => kind === 'provider-closed' || kind === 'provider-opened')
  expect(lines).toEqual(['provider-closed', 'provider-opened'])
})
