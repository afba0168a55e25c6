import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import type { ToolCaller } from './answer.ts'
import { type Provider, startProvider } from './server.ts'

const caller: ToolCaller = ({ tool }) => ({ name: tool, input: { city: 'Paris' } })
const script = [
  {
    says: 'weather',
    replies: [
      { text: '', calls: [{ tool: 'get_weather' }] },
      { text: '18 degrees', calls: [] },
    ],
  },
  { says: 'and tomorrow', replies: [{ text: '20 degrees', calls: [] }] },
]

let provider: Provider
let asked: Extract<EntryBody, { kind: 'provider-asked' }>[]
let openai: OpenAI

beforeEach(async () => {
  asked = []
  provider = await startProvider({
    script,
    caller,
    seed: 1,
    note: (body) => body.kind === 'provider-asked' && asked.push(body),
  })
  provider.releaseAll()
  openai = new OpenAI({ apiKey: 'x', baseURL: provider.baseUrl('openai-responses'), maxRetries: 0 })
})
afterEach(() => provider[Symbol.asyncDispose]())

const model = 'gpt-5-nano'
const resultOf = ({ output }: OpenAI.Responses.Response) =>
  output.flatMap((item) =>
    item.type === 'function_call'
      ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: '18C' }]
      : [],
  )
const places = () => asked.map(({ turn, reply }) => `${turn}.${reply}`)

test('a response that is gone on from is found in the script, and its calls want their outputs', async () => {
  const first = await openai.responses.create({ model, input: 'weather?' })
  const goOn = (input: OpenAI.Responses.ResponseInput) =>
    openai.responses.create({ model, previous_response_id: first.id, input })
  const second = await goOn(resultOf(first))
  expect(second.output_text).toBe('18 degrees')
  const third = await openai.responses.create({ model, previous_response_id: second.id, input: 'and tomorrow?' })
  expect(third.output_text).toBe('20 degrees')
  expect(places()).toEqual(['0.0', '0.1', '1.0'])
  await expect(goOn([{ role: 'user', content: 'well?' }])).rejects.toThrow(
    /No tool output found for function call call_/,
  )
  const never = { type: 'function_call_output' as const, call_id: 'call_never', output: 'x' }
  await expect(goOn([...resultOf(first), never])).rejects.toThrow(
    'No tool call found for function call output with call_id call_never.',
  )
})

test('a response that was not to be stored is not found, and neither is one that was deleted', async () => {
  const unstored = await openai.responses.create({ model, input: 'hi', store: false })
  const stored = await openai.responses.create({ model, input: 'hi' })
  expect((await openai.responses.retrieve(stored.id)).output).toEqual(stored.output)
  await openai.responses.delete(stored.id)
  for (const { id } of [unstored, stored]) {
    const goesOn = openai.responses.create({ model, previous_response_id: id, input: 'hi' })
    await expect(goesOn).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found' })
    await expect(openai.responses.retrieve(id)).rejects.toMatchObject({ status: 404 })
  }
})

test('a conversation keeps what was asked and said in it, and what only stands for an item is that item', async () => {
  const { id } = await openai.conversations.create({})
  const first = await openai.responses.create({ model, conversation: id, input: 'weather?' })
  const second = await openai.responses.create({ model, conversation: id, input: resultOf(first) })
  expect(second.output_text).toBe('18 degrees')
  const items = await openai.conversations.items.list(id)
  expect(items.data.map(({ type }) => type ?? 'message')).toEqual([
    'message',
    'function_call',
    'function_call_output',
    'message',
  ])
  const reference = { type: 'item_reference' as const, id: String(first.output[0]?.id) }
  const input = [{ role: 'user' as const, content: 'weather?' }, reference, ...resultOf(first)]
  expect((await openai.responses.create({ model, input })).output_text).toBe('18 degrees')
  expect(places()).toEqual(['0.0', '0.1', '0.1'])
  await expect(openai.responses.create({ model, conversation: 'conv_lost', input: 'hi' })).rejects.toMatchObject({
    status: 404,
  })
})

test('a thread keeps its messages, tools and system prompt; one that is lost is told by the code that the SDK knows', async () => {
  const client = new Anthropic({ apiKey: 'x', baseURL: provider.url, maxRetries: 0 })
  const tools = [{ name: 'get_weather', input_schema: { type: 'object' as const } }]
  const common = { model: 'claude-haiku-4-5', max_tokens: 99, betas: ['message-threads-2026'] }
  const first = await client.beta.messages.create({
    ...common,
    tools,
    thread: { type: 'create' },
    messages: [{ role: 'user', content: 'weather?' }],
  })
  const call = first.content.find(({ type }) => type === 'tool_use')
  const result = { type: 'tool_result' as const, tool_use_id: call?.type === 'tool_use' ? call.id : '', content: '18C' }
  const goOn = (previous_message_id: string) =>
    client.beta.messages.create({
      ...common,
      thread: { type: 'continue', previous_message_id },
      messages: [{ role: 'user', content: [result] }],
    })
  expect((await goOn(first.id)).content).toMatchObject([{ type: 'text', text: '18 degrees' }])
  expect(places()).toEqual(['0.0', '0.1'])
  await expect(goOn('msg_lost')).rejects.toMatchObject({
    status: 404,
    error: { error: { type: 'not_found_error', details: { error_code: 'thread_not_found' } } },
  })
})
