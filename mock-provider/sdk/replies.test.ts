import Anthropic from '@anthropic-ai/sdk'
import { ApiError } from '@google/genai'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../../harness/record/entry.ts'
import type { ToolCaller } from '../answer.ts'
import { dialectNamed } from '../dialects/index.ts'
import type { Script } from '../script.ts'
import { type Provider, startProvider } from '../server.ts'
import { sign } from '../signature.ts'
import { type Api, chats, type Heard, modes } from './chats.ts'

type Vendor = {
  readonly api: Api
  readonly finish: { readonly calls: string; readonly text: string }
  readonly error: new (...args: never[]) => Error
  /** what the API calls a block of thinking, where it takes one back */
  readonly thought: string | undefined
}

const vendors: readonly Vendor[] = [
  {
    api: 'anthropic-messages',
    finish: { calls: 'tool_use', text: 'end_turn' },
    error: Anthropic.BadRequestError,
    thought: 'thinking',
  },
  {
    api: 'openai-completions',
    finish: { calls: 'tool_calls', text: 'stop' },
    error: OpenAI.BadRequestError,
    thought: undefined,
  },
  {
    api: 'openai-responses',
    finish: { calls: 'completed', text: 'completed' },
    error: OpenAI.BadRequestError,
    thought: 'reasoning',
  },
  {
    api: 'google-generative-ai',
    finish: { calls: 'STOP', text: 'STOP' },
    error: ApiError,
    thought: 'thought',
  },
]

const calls = [{ tool: 'a' }, { tool: 'b' }]
const script: Script = [
  {
    says: 'compare',
    replies: [
      { text: 'let me see: ü€🙂', calls },
      { text: 'both are ü€🙂', calls: [] },
    ],
  },
  { says: 'think', replies: [{ text: 'so', thinking: 'ü€🙂, hm', calls }] },
]
const inputOf = (tool: string, id: string) => ({
  command: `gate ${id} ${tool} ü€🙂`,
  more: { list: [1, null, 'x"\\'] },
})
const caller: ToolCaller = ({ tool }, id, offered) =>
  offered.some(({ name }) => name === 'exec') ? { name: 'exec', input: inputOf(tool, id) } : null
const resultsOf = (heard: Heard) => heard.calls.map(({ id, name }, n) => ({ id, name, output: `result ${n} ü€🙂` }))

let provider: Provider
let seen: EntryBody[]

beforeEach(async () => {
  seen = []
  provider = await startProvider({ script, caller, seed: 5, note: (body) => void seen.push(body) })
  provider.releaseAll()
})
afterEach(() => provider[Symbol.asyncDispose]())

const requests = () => seen.flatMap((body) => (body.kind === 'provider-asked' ? [body] : []))
const blocks = (request: number) => requests()[request]?.turns.flatMap((turn) => turn.blocks) ?? []
/** The calls that the provider says it made. */
const madeCalls = () =>
  seen
    .flatMap((body) => (body.kind === 'provider-replying' ? body.calls : []))
    .map(({ id, tool }) => ({ id, name: 'exec', input: inputOf(tool, id) }))

describe.each(vendors)("the vendor's SDK for $api", ({ api, finish, error, thought }) => {
  const chatOf = (streams: boolean, thinks = false) => chats[api]({ baseURL: provider.baseUrl(api), streams, thinks })

  test.each(modes)('completes a loop of parallel calls, $mode', async ({ streams }) => {
    const chat = chatOf(streams)
    const first = await chat('compare')
    expect(first).toEqual({ text: 'let me see: ü€🙂', thinking: '', calls: madeCalls(), finish: finish.calls })
    expect(new Set(first.calls.map(({ id }) => id)).size).toBe(2)
    const results = resultsOf(first)
    expect(await chat(results)).toEqual({ text: 'both are ü€🙂', thinking: '', calls: [], finish: finish.text })
    expect(requests().map(({ rejection }) => rejection)).toEqual([null, null])
    expect(blocks(1).filter(({ type }) => type === 'result')).toEqual(
      results.map(({ id, output }) => ({ type: 'result', id, text: output, error: false })),
    )
  })

  if (thought !== undefined)
    test.each(modes)('gives thinking back unchanged, and it is accepted, $mode', async ({ streams }) => {
      const chat = chatOf(streams, true)
      const first = await chat('think')
      expect(first).toMatchObject({ text: 'so', thinking: 'ü€🙂, hm', calls: madeCalls() })
      expect(await chat(resultsOf(first))).toMatchObject({ text: 'done (message 2, reply 2)', calls: [] })
      expect(requests().map(({ rejection }) => rejection)).toEqual([null, null])
      expect(blocks(1)).toContainEqual({ type: 'other', name: thought })
      expect(JSON.stringify(requests()[1]?.body)).toContain(sign('ü€🙂, hm'))
    })

  test.each(modes)("throws its own error in the API's words when calls stay open, $mode", async ({ streams }) => {
    const chat = chatOf(streams)
    await chat('compare')
    const thrown = await chat('never mind').catch((reason: unknown) => reason)
    const said = requests().at(-1)?.rejection?.message
    expect(said).toMatch(/\w/)
    expect(thrown).toBeInstanceOf(error)
    expect(thrown).toMatchObject({ status: 400, message: expect.stringContaining(String(said)) })
  })

  test('hears the same reply wherever its bytes are split', async () => {
    const { bytes, headers } = wireOf(api)
    const hear = (...parts: Uint8Array[]) => {
      const fetch = async () => new Response(ReadableStream.from(parts), { headers })
      return chats[api]({ baseURL: provider.url, streams: true, fetch })('hi')
    }
    const whole = await hear(bytes)
    expect(whole).toMatchObject({ text: 'ü€🙂', calls: splitCalls })
    const heard = await Promise.all(Array.from(bytes, (_, at) => hear(bytes.subarray(0, at), bytes.subarray(at))))
    const wanted = JSON.stringify(whole)
    const differing = heard.flatMap((reply, at) => (JSON.stringify(reply) === wanted ? [] : [{ at, reply }]))
    expect(differing).toEqual([])
  })
})

const splitCalls = [
  { id: 'call_a', name: 'exec', input: { x: '€' } },
  { id: 'call_b', name: 'exec', input: { x: '🙂' } },
]

/** The bytes and headers of a streamed reply. */
function wireOf(api: string) {
  const calls = splitCalls.map((call) => ({ tool: call.id, ...call }))
  const request = { path: '/models/m:streamGenerateContent', query: '?alt=sse', body: { model: 'm', stream: true } }
  const acts = dialectNamed(api).write(
    { id: 'n', thinking: '', text: 'ü€🙂', calls, ends: 'whole', usage: { input: 1, output: 1 }, at: 0 },
    request,
  )
  const bytes = Buffer.from(acts.map((act) => (act.do === 'write' ? act.bytes : '')).join(''))
  return { bytes, headers: acts.find((act) => act.do === 'head')?.headers ?? {} }
}
