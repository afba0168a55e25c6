import Anthropic from '@anthropic-ai/sdk'
import { type Content, GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'

/** The result of a call, as it is sent back. */
type Result = { readonly id: string; readonly name: string; readonly output: string }

/** A call, as an SDK gives it. */
type Call = { readonly id: string; readonly name: string; readonly input: unknown }

/** What an SDK makes of a reply. */
export type Heard = {
  readonly text: string
  readonly thinking: string
  readonly calls: readonly Call[]
  readonly finish: string | null | undefined
}

/** A conversation through an SDK: it sends what the SDK gave back unchanged, and then a user's text or the results of calls. */
type Chat = (sent: string | readonly Result[]) => Promise<Heard>

/** Where a conversation goes, and what its SDK is told. */
export type ChatOptions = {
  readonly baseURL: string
  readonly streams: boolean
  readonly thinks?: boolean
  /** in place of Node's own */
  readonly fetch?: typeof fetch
  /** how often the SDK tries again; not at all when it is not given */
  readonly retries?: number
  /** the SDK's own time limit, in milliseconds; its default when it is not given */
  readonly timeoutMs?: number
  /** hangs up */
  readonly signal?: AbortSignal
}

const model = 'chaos-model'
const apiKey = 'no-key'
const parameters = { type: 'object' as const, properties: { command: { type: 'string' } } }

/** What the SDKs of Anthropic and OpenAI take alike; what is left out or `undefined` keeps its default. */
function clientOptions({ baseURL, fetch, retries = 0, timeoutMs }: ChatOptions) {
  return { apiKey, baseURL, fetch, maxRetries: retries, timeout: timeoutMs, logLevel: 'off' as const }
}

function anthropic(options: ChatOptions): Chat {
  const { streams, thinks, signal } = options
  const client = new Anthropic(clientOptions(options))
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
      ? await client.messages.stream(body, { signal }).finalMessage()
      : await client.messages.create(body, { signal })
    messages.push({ role: 'assistant', content })
    return {
      text: content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
      thinking: content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join(''),
      calls: content.flatMap((block) => (block.type === 'tool_use' ? [callOf(block.id, block.name, block.input)] : [])),
      finish: stop_reason,
    }
  }
}

function completions(options: ChatOptions): Chat {
  const { streams, signal } = options
  const client = new OpenAI(clientOptions(options))
  const messages: OpenAI.ChatCompletionMessageParam[] = []
  const body = { model, messages, tools: [{ type: 'function' as const, function: { name: 'exec', parameters } }] }
  return async (sent) => {
    if (typeof sent === 'string') messages.push({ role: 'user', content: sent })
    else messages.push(...sent.map(({ id, output }) => ({ role: 'tool' as const, tool_call_id: id, content: output })))
    const { choices } = streams
      ? await client.chat.completions.stream(body, { signal }).finalChatCompletion()
      : await client.chat.completions.create(body, { signal })
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

function responses(options: ChatOptions): Chat {
  const { streams, signal } = options
  const client = new OpenAI(clientOptions(options))
  const input: OpenAI.Responses.ResponseInputItem[] = []
  const body = { model, input, tools: [{ type: 'function' as const, name: 'exec', parameters, strict: false }] }
  return async (sent) => {
    if (typeof sent === 'string') input.push({ role: 'user', content: sent })
    else input.push(...sent.map(({ id, output }) => ({ type: 'function_call_output' as const, call_id: id, output })))
    const { output, output_text, status } = streams
      ? await client.responses.stream(body, { signal }).finalResponse()
      : await client.responses.create(body, { signal })
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

/** Google's SDK tries again only when it is told how; the delay is its own, since it does not read `retry-after`. */
function google({ baseURL, streams, fetch, retries, timeoutMs, signal }: ChatOptions): Chat {
  const httpOptions = {
    baseUrl: baseURL,
    apiVersion: '',
    ...(fetch ? { fetch } : {}),
    ...(timeoutMs ? { timeout: timeoutMs } : {}),
    ...(retries ? { retryOptions: { attempts: 1 + retries, initialDelay: 0.001 } } : {}),
  }
  const { models } = new GoogleGenAI({ apiKey, vertexai: false, httpOptions })
  const contents: Content[] = []
  const config = {
    tools: [{ functionDeclarations: [{ name: 'exec', parametersJsonSchema: parameters }] }],
    ...(signal ? { abortSignal: signal } : {}),
  }
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

/** A conversation through the vendor's own SDK, by API. The SDKs are development packages: only tests may import this file. */
export const chats = {
  'anthropic-messages': anthropic,
  'openai-completions': completions,
  'openai-responses': responses,
  'google-generative-ai': google,
} satisfies Record<string, (options: ChatOptions) => Chat>

/** An API that has an SDK here. */
export type Api = keyof typeof chats

/** All of them. */
export const apis = Object.keys(chats) as Api[]

/** Both ways in which a reply is asked for, to go through. */
export const modes = [
  { mode: 'streaming', streams: true },
  { mode: 'not streaming', streams: false },
]
