import Anthropic from '@anthropic-ai/sdk'
import { ApiError, type Content, GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import type { ToolCaller } from './answer.ts'
import { dialectNamed } from './dialects/index.ts'
import type { Script } from './script.ts'
import { type Provider, startProvider } from './server.ts'
import { sign } from './signature.ts'

type Result = { readonly id: string; readonly name: string; readonly output: string }
type Call = { readonly id: string; readonly name: string; readonly input: unknown }
/** What an SDK makes of a reply. */
type Heard = {
  readonly text: string
  readonly thinking: string
  readonly calls: readonly Call[]
  readonly finish: string | null | undefined
}
/** A conversation through an SDK: it sends what the SDK gave back unchanged, and then a user's text or the results of calls. */
type Chat = (sent: string | readonly Result[]) => Promise<Heard>
type Options = {
  readonly baseURL: string
  readonly streams: boolean
  readonly thinks?: boolean
  readonly fetch: typeof fetch
}

const model = 'chaos-model'
const apiKey = 'no-key'
const parameters = { type: 'object' as const, properties: { command: { type: 'string' } } }

function anthropic({ baseURL, streams, thinks, fetch }: Options): Chat {
  const client = new Anthropic({ apiKey, baseURL, fetch, maxRetries: 0 })
  const messages: Anthropic.MessageParam[] = []
  const thinking = thinks ? { thinking: { type: 'enabled' as const, budget_tokens: 1024 } } : {}
  const body = { model, max_tokens: 2048, tools: [{ name: 'exec', input_schema: parameters }], messages, ...thinking }
  return async (sent) => {
    messages.push({
      role: 'user',
      content:
        typeof sent === 'string'
          ? sent
          : sent.map(({ id, output }) => ({ type: 'tool_result', tool_use_id: id, content: output })),
    })
    const { content, stop_reason } = streams
      ? await client.messages.stream(body).finalMessage()
      : await client.messages.create(body)
    messages.push({ role: 'assistant', content })
    return {
      text: content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
      thinking: content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join(''),
      calls: content.flatMap((block) => (block.type === 'tool_use' ? [callOf(block.id, block.name, block.input)] : [])),
      finish: stop_reason,
    }
  }
}

function completions({ baseURL, streams, fetch }: Options): Chat {
  const client = new OpenAI({ apiKey, baseURL, fetch, maxRetries: 0 })
  const messages: OpenAI.ChatCompletionMessageParam[] = []
  const body = { model, messages, tools: [{ type: 'function' as const, function: { name: 'exec', parameters } }] }
  return async (sent) => {
    if (typeof sent === 'string') messages.push({ role: 'user', content: sent })
    else messages.push(...sent.map(({ id, output }) => ({ role: 'tool' as const, tool_call_id: id, content: output })))
    const { choices } = streams
      ? await client.chat.completions.stream(body).finalChatCompletion()
      : await client.chat.completions.create(body)
    const [choice] = choices
    if (choice === undefined) throw new Error('no choice')
    messages.push(choice.message)
    const calls = choice.message.tool_calls ?? []
    return {
      text: choice.message.content ?? '',
      thinking: '',
      calls: calls.flatMap((call) =>
        call.type === 'function' ? [callOf(call.id, call.function.name, JSON.parse(call.function.arguments))] : [],
      ),
      finish: choice.finish_reason,
    }
  }
}

function responses({ baseURL, streams, fetch }: Options): Chat {
  const client = new OpenAI({ apiKey, baseURL, fetch, maxRetries: 0 })
  const input: OpenAI.Responses.ResponseInputItem[] = []
  const body = { model, input, tools: [{ type: 'function' as const, name: 'exec', parameters, strict: false }] }
  return async (sent) => {
    if (typeof sent === 'string') input.push({ role: 'user', content: sent })
    else input.push(...sent.map(({ id, output }) => ({ type: 'function_call_output' as const, call_id: id, output })))
    const { output, output_text, status } = streams
      ? await client.responses.stream(body).finalResponse()
      : await client.responses.create(body)
    input.push(...withoutParsed(output))
    return {
      text: output_text,
      thinking: output
        .flatMap((item) => (item.type === 'reasoning' ? item.summary.map(({ text }) => text) : []))
        .join(''),
      calls: output.flatMap((item) =>
        item.type === 'function_call' ? [callOf(item.call_id, item.name, JSON.parse(item.arguments))] : [],
      ),
      finish: status,
    }
  }
}

/** The items without the fields that the SDK adds to a stream's result, which the API does not take back (openai-python#2374). */
function withoutParsed(output: OpenAI.Responses.ResponseOutputItem[]): OpenAI.Responses.ResponseInputItem[] {
  return JSON.parse(JSON.stringify(output, (key, value) => (key.startsWith('parsed') ? undefined : value)))
}

function google({ baseURL, streams, fetch }: Options): Chat {
  const httpOptions = { baseUrl: baseURL, apiVersion: '', fetch }
  const { models } = new GoogleGenAI({ apiKey, vertexai: false, httpOptions })
  const contents: Content[] = []
  const config = { tools: [{ functionDeclarations: [{ name: 'exec', parametersJsonSchema: parameters }] }] }
  return async (sent) => {
    const parts =
      typeof sent === 'string'
        ? [{ text: sent }]
        : sent.map(({ id, name, output }) => ({ functionResponse: { id, name, response: { output } } }))
    contents.push({ role: 'user', parts })
    const body = { model: 'gemini-3-pro', contents, config }
    const chunks = streams
      ? await Array.fromAsync(await models.generateContentStream(body))
      : [await models.generateContent(body)]
    const said = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? [])
    contents.push({ role: 'model', parts: said.filter(({ text }) => text !== '') })
    const textOf = (thought: boolean) =>
      said.filter((part) => (part.thought === true) === thought).map(({ text }) => text)
    return {
      text: textOf(false).join(''),
      thinking: textOf(true).join(''),
      calls: chunks
        .flatMap(({ functionCalls = [] }) => functionCalls)
        .map(({ id = '', name = '', args }) => callOf(id, name, args)),
      finish: chunks.at(-1)?.candidates?.[0]?.finishReason,
    }
  }
}

function callOf(id: string, name: string, input: unknown): Call {
  return { id, name, input }
}

type Vendor = {
  readonly api: string
  readonly open: (options: Options) => Chat
  readonly finish: { readonly calls: string; readonly text: string }
  readonly error: new (...args: never[]) => Error
  /** what the API calls a block of thinking, where it takes one back */
  readonly thought: string | undefined
}

const vendors: readonly Vendor[] = [
  {
    api: 'anthropic-messages',
    open: anthropic,
    finish: { calls: 'tool_use', text: 'end_turn' },
    error: Anthropic.BadRequestError,
    thought: 'thinking',
  },
  {
    api: 'openai-completions',
    open: completions,
    finish: { calls: 'tool_calls', text: 'stop' },
    error: OpenAI.BadRequestError,
    thought: undefined,
  },
  {
    api: 'openai-responses',
    open: responses,
    finish: { calls: 'completed', text: 'completed' },
    error: OpenAI.BadRequestError,
    thought: 'reasoning',
  },
  {
    api: 'google-generative-ai',
    open: google,
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
    .map(({ id, tool }) => callOf(id, 'exec', inputOf(tool, id)))

const modes = [
  { mode: 'streaming', streams: true },
  { mode: 'not streaming', streams: false },
]

describe.each(vendors)("the vendor's SDK for $api", ({ api, open, finish, error, thought }) => {
  const chatOf = (streams: boolean, thinks = false) => open({ baseURL: provider.baseUrl(api), streams, thinks, fetch })

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

  test('hears the same reply wherever its bytes are split', { timeout: 30_000 }, async () => {
    const { bytes, headers } = wireOf(api)
    const hear = (...parts: Uint8Array[]) => {
      const fetch = async () => new Response(ReadableStream.from(parts), { headers })
      return open({ baseURL: provider.url, streams: true, fetch })('hi')
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
  const request = { path: '/models/m:streamGenerateContent', body: { model, stream: true } }
  const acts = dialectNamed(api).write({ id: 'n', thinking: '', text: 'ü€🙂', calls, ends: 'whole' }, request)
  const bytes = Buffer.from(acts.map((act) => (act.do === 'write' ? act.bytes : '')).join(''))
  return { bytes, headers: acts.find((act) => act.do === 'head')?.headers ?? {} }
}
