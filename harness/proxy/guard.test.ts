import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Api, apis, chats, modes } from '../../mock-provider/sdk/chats.ts'
import { asks, brokenPairs, conversations, withoutCall, withoutResult } from '../../mock-provider/sdk/conversations.ts'
import { type Provider, startProvider } from '../../mock-provider/server.ts'
import { factsOf } from '../facts/facts-of.ts'
import { judgeRun } from '../oracles/judge.ts'
import { readRecord } from '../record/record.ts'
import { describeBroken } from './describe.ts'
import { type Broken, type Guard, openGuard } from './guard.ts'
import { startProxy } from './proxy.ts'

const key = 'a-key-of-no-known-shape-4711'
const secretText = 'the launch is on a Tuesday'
const replies = [
  { text: 'let me see', calls: [{ tool: 'a' }, { tool: 'b' }] },
  { text: '', calls: [{ tool: 'c' }] },
  { text: 'that is all', calls: [] },
]

let folder: string
let provider: Provider
let log: string[]
let broken: Broken[]
const stack: AsyncDisposable[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proxy-'))
  log = []
  broken = []
  provider = await startProvider({
    script: [{ says: secretText, replies }],
    caller: ({ tool }) => ({ name: 'exec', input: { command: `echo ${tool} by Tuesday` } }),
    seed: 3,
    note: ({ kind }) => kind === 'provider-asked' && log.push('asked'),
  })
  provider.releaseAll()
})
afterEach(async () => {
  for (const one of [...stack.splice(0).toReversed(), provider]) await one[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function guardedUrl(keepsText?: boolean): Promise<{ url: string; guard: Guard }> {
  const upstream = new URL(provider.url)
  const guard = await openGuard({
    recording: keepsText === undefined ? undefined : { folder: join(folder, 'record'), keepsText, upstream },
    broken: (request) => {
      log.push('broken')
      broken.push(request)
    },
    unjudged: ({ unjudged }) => log.push(`unjudged: ${unjudged}`),
    surprised: (_, status, says) => log.push(`surprised: ${status} ${says}`),
  })
  const { wants, look } = guard
  const proxy = await startProxy({ upstream, wants, look })
  stack.push(guard, proxy)
  return { url: proxy.url, guard }
}

const basePaths: Readonly<Record<string, string>> = {
  'openai-completions': '/v1',
  'openai-responses': '/v1',
  'google-generative-ai': '/v1beta',
}

/** A loop of tools through the vendor's SDK, to its end. */
async function loop(api: Api, url: string, streams: boolean): Promise<string> {
  const shows: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers)
    for (const name of ['x-api-key', 'x-goog-api-key']) if (headers.has(name)) headers.set(name, key)
    if (headers.has('authorization')) headers.set('authorization', `Bearer ${key}`)
    return fetch(input, { ...init, headers })
  }
  const chat = chats[api]({ baseURL: url + (basePaths[api] ?? ''), streams, fetch: shows })
  let heard = await chat(secretText)
  while (heard.calls.length > 0)
    heard = await chat(heard.calls.map(({ id, name }) => ({ id, name, output: 'done by Tuesday' })))
  return heard.text
}

async function recorded(): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))).join('\n')
}

describe.each(apis)('%s', (api) => {
  test.each(modes)(
    'a client’s loop of tools is recorded and judged, and nothing is held against it, $mode',
    async ({ streams }) => {
      const { url, guard } = await guardedUrl(false)
      expect(await loop(api, url, streams)).toBe('that is all')
      await guard[Symbol.asyncDispose]()
      expect(log).toEqual(['asked', 'asked', 'asked'])
      const entries = readRecord(join(folder, 'record', 'record.jsonl'))
      const { requests, calls } = factsOf(entries)
      expect(requests.conversations).toHaveLength(1)
      expect(requests.main.map(({ replied }) => replied?.end)).toEqual(['complete', 'complete', 'complete'])
      expect(calls.all.map(({ name }) => name)).toEqual(['exec', 'exec', 'exec'])
      const failed = judgeRun(entries).claims.filter(({ verdict }) => verdict === 'fail')
      expect(failed).toEqual([])
      const all = await recorded()
      expect(all).not.toContain(key)
      expect(all).not.toContain('Tuesday')
    },
  )

  test('a history whose pair is broken is said to be so before the provider has it, in its words', async () => {
    const { url } = await guardedUrl()
    const { path, write } = asks[api] as (typeof asks)[string]
    const property = fc.asyncProperty(brokenPairs, fc.boolean(), async ({ messages, call }, isOrphan) => {
      log.length = 0
      broken.length = 0
      const body = JSON.stringify(write((isOrphan ? withoutCall : withoutResult)(messages, call)))
      const answer = await fetch(url + path, { method: 'POST', body })
      expect(answer.status).toBe(400)
      expect(log).toEqual(['broken', 'asked'])
      const said = JSON.stringify(await answer.json())
      expect(said).toContain(JSON.stringify(broken[0]?.rejection.message).slice(1, -1))
      expect(describeBroken(broken[0] as Broken)).toMatch(/is BROKEN: 400 .*\(rule [\w-]+, (verbatim|docs|measured): /)
    })
    await fc.assert(property, { numRuns: 25 })
  })

  test('conversations of every kind raise no alarm', async () => {
    const { url } = await guardedUrl()
    const { path, write } = asks[api] as (typeof asks)[string]
    const property = fc.asyncProperty(conversations, async (messages) => {
      await (await fetch(url + path, { method: 'POST', body: JSON.stringify(write(messages)) })).text()
    })
    await fc.assert(property, { numRuns: 250 })
    expect(new Set(log)).toEqual(new Set(['asked']))
  })
})

test('texts are kept where that is asked for, and keys are not, whoever repeats them', async () => {
  const { url, guard } = await guardedUrl(true)
  await loop('google-generative-ai', url, true)
  const inQuery = 'another-key-of-no-known-shape'
  const says = (words: string) => JSON.stringify({ contents: [{ role: 'user', parts: [{ text: `it is ${words}` }] }] })
  const headers = { 'x-goog-api-key': key }
  for (const [path, body] of [
    [`/v1beta/models/m:generateContent?key=${inQuery}`, says(inQuery)],
    ['/v1beta/models/m:generateContent', says(key)],
  ] as const)
    await (await fetch(url + path, { method: 'POST', headers, body })).text()
  await guard[Symbol.asyncDispose]()
  const all = await recorded()
  expect(all).toContain('Tuesday')
  expect(all).toContain('it is <key>')
  expect(all).not.toContain(key)
  expect(all).not.toContain(inQuery)
})

test('a record of live traffic that broke is judged: the request, and the same rejection again', async () => {
  const { url, guard } = await guardedUrl(false)
  const messages = [
    { role: 'user', content: 'hi' },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] },
  ]
  for (let n = 0; n < 2; n++)
    await fetch(`${url}/v1/messages`, { method: 'POST', body: JSON.stringify({ model: 'm', max_tokens: 9, messages }) })
  await guard[Symbol.asyncDispose]()
  const { claims } = judgeRun(readRecord(join(folder, 'record', 'record.jsonl')))
  expect(claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))).toEqual([
    'requests-paired',
    'no-400-loop',
  ])
})

test('what the provider keeps is judged with what it has said, and not where that was not seen', async () => {
  const { url } = await guardedUrl()
  const ask = async (body: object) => {
    const answer = await fetch(`${url}/v1/responses`, {
      method: 'POST',
      body: JSON.stringify({ model: 'm', tools: [{ type: 'function', name: 'exec', parameters: {} }], ...body }),
    })
    return (await answer.json()) as { id: string; output: { call_id: string }[] }
  }
  const { id, output } = await ask({ input: secretText })
  const calls = output.flatMap(({ call_id }) => call_id ?? [])
  const result = (call_id: string) => ({ type: 'function_call_output', call_id, output: 'done' })
  const going = await ask({ previous_response_id: id, input: calls.map(result) })
  expect(going.id).toBeDefined()
  expect(log).toEqual(['asked', 'asked'])
  await ask({ previous_response_id: id, input: calls.slice(1).map(result) })
  expect(log.slice(2)).toEqual(['broken', 'asked'])
  await ask({ previous_response_id: 'resp_of_yesterday', input: calls.map(result) })
  expect(log[4]).toMatch(/^unjudged: it goes on from resp_of_yesterday/)
})

test.each([false, true])(
  'a conversation that Anthropic keeps is judged with what it has said (streaming: %s)',
  async (stream) => {
    const { url } = await guardedUrl()
    const ask = async (previous_message_id: string | null, content: unknown) => {
      const thread = previous_message_id === null ? { type: 'new' } : { type: 'continue', previous_message_id }
      const tools = [{ name: 'exec', input_schema: { type: 'object' } }]
      const body = { model: 'm', max_tokens: 99, stream, thread, tools, messages: [{ role: 'user', content }] }
      const text = await (await fetch(`${url}/v1/messages`, { method: 'POST', body: JSON.stringify(body) })).text()
      return { id: /msg_\w+/.exec(text)?.[0] ?? '', calls: text.match(/toolu_\w+/g) ?? [] }
    }
    const results = (ids: readonly string[]) =>
      ids.map((tool_use_id) => ({ type: 'tool_result', tool_use_id, content: 'x' }))
    const { id, calls } = await ask(null, secretText)
    await ask(id, results(calls))
    expect(log).toEqual(['asked', 'asked'])
    await ask(id, results(calls.slice(1)))
    expect(log.slice(2)).toEqual(['broken', 'asked'])
    await ask('msg_of_yesterday', results(calls))
    expect(log[4]).toMatch(/^unjudged: it goes on from msg_of_yesterday/)
  },
)

test('a body that unpacks to more than anybody sends is passed on, and is not judged', async () => {
  const { url } = await guardedUrl()
  const headers = { 'content-encoding': 'gzip' }
  const body = gzipSync(Buffer.alloc(64_000_001, ' '))
  // the mock provider, which would have to unpack it, too, hangs up
  await fetch(`${url}/v1/messages`, { method: 'POST', headers, body }).catch(() => {})
  expect(log[0]).toMatch(/^unjudged: its body cannot be read: .*64000000/)
})
