import Anthropic from '@anthropic-ai/sdk'
import { ApiError, type Content, GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import type { ToolCaller } from './answer.ts'
import type { WireReply } from './dialect.ts'
import { dialectNamed } from './dialects/index.ts'
import type { Script } from './script.ts'
import { type Provider, startProvider } from './server.ts'

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
type Options = { readonly baseURL: string; readonly streams: boolean; readonly thinks: boolean; readonly fetch: typeof fetch }

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
    else
      input.push(...sent.map(({ id, output }) => ({ type: 'function_call_output' as const, call_id: id, output })))
    const { output, output_text, status } = streams
      ? await client.responses.stream(body).finalResponse()
      : await client.responses.create(body)
    input.push(...(output as OpenAI.Responses.ResponseInputItem[]))
    return {
      text: output_text,
      thinking: output.flatMap((item) => (item.type === 'reasoning' ? item.summary.map(({ text }) => text) : [])).join(''),
      calls: output.flatMap((item) =>
        item.type === 'function_call' ? [callOf(item.call_id, item.name, JSON.parse(item.arguments))] : [],
      ),
      finish: status,
    }
  }
}

function google({ baseURL, streams, fetch }: Options): Chat {
  const { models } = new GoogleGenAI({ apiKey, vertexai: false, httpOptions: { baseUrl: baseURL, apiVersion: '', fetch } })
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
    const textOf = (thought: boolean) => said.filter((part) => (part.thought === true) === thought).map(({ text }) => text)
    return {
      text: textOf(false).join(''),
      thinking: textOf(true).join(''),
      calls: chunks.flatMap(({ functionCalls = [] }) => functionCalls).map(({ id = '', name = '', args }) => callOf(id, name, args)),
      finish: chunks.at(-1)?.candidates?.[0]?.finishReason,
    }
  }
}

function callOf(id: string, name: string, input: unknown): Call {
  return { id, name, input }
}
