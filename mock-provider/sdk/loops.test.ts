import Anthropic from '@anthropic-ai/sdk'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { type CallableTool, type FunctionCall, GoogleGenAI, type Part } from '@google/genai'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Rejection } from '../../harness/record/entry.ts'
import { type Provider, startProvider } from '../server.ts'

/** A batch of two calls, a single one, and the answer: what a loop of tools has to go through. */
const script = [
  {
    says: 'compare',
    replies: [
      { text: 'let me see', calls: [{ tool: 'Paris' }, { tool: 'Berlin' }] },
      { text: '', calls: [{ tool: 'Rome' }] },
      { text: 'Rome is the warmest', calls: [] },
    ],
  },
]
const answer = 'Rome is the warmest'
const schema = { type: 'object' as const, properties: { city: { type: 'string' as const } } }
const model = 'gemini-3-flash-preview'

let provider: Provider
let rejections: Rejection[]
let places: string[]
let ran: string[]

/** The one tool of the loops. */
const weatherOf = (input: { city?: unknown } | undefined) => {
  ran.push(String(input?.city))
  return '18C'
}

beforeEach(async () => {
  rejections = []
  places = []
  ran = []
  provider = await startProvider({
    script,
    caller: ({ tool }) => ({ name: 'get_weather', input: { city: tool } }),
    seed: 7,
    note: (body) => {
      if (body.kind !== 'provider-asked') return
      places.push(`${body.turn}.${body.reply}`)
      if (body.rejection !== null) rejections.push(body.rejection)
    },
  })
  provider.releaseAll()
})
afterEach(() => provider[Symbol.asyncDispose]())

/** Checks that a loop has gone all its way, and nothing was said against it. */
function expectWhole(said: string | null | undefined): void {
  expect(rejections).toEqual([])
  expect({ said, ran, places }).toEqual({
    said: answer,
    ran: ['Paris', 'Berlin', 'Rome'],
    places: ['0.0', '0.1', '0.2'],
  })
}

describe.each([false, true])('streaming: %s', (streams) => {
  test('the tool runner of Anthropic’s SDK', async () => {
    const client = new Anthropic({ apiKey: 'x', baseURL: provider.url, maxRetries: 0 })
    const tool = betaTool({ name: 'get_weather', description: 'tells', inputSchema: schema, run: weatherOf })
    const runner = client.beta.messages.toolRunner({
      model: 'claude-haiku-4-5',
      max_tokens: 999,
      tools: [tool],
      messages: [{ role: 'user', content: 'compare' }],
      stream: streams,
    })
    const { content } = await runner.runUntilDone()
    expectWhole(content.map((block) => (block.type === 'text' ? block.text : '')).join(''))
  })

  test('runTools of OpenAI’s SDK', async () => {
    const client = new OpenAI({ apiKey: 'x', baseURL: provider.baseUrl('openai-completions'), maxRetries: 0 })
    const tool = {
      type: 'function' as const,
      function: {
        name: 'get_weather',
        description: 'tells',
        parameters: schema,
        parse: JSON.parse,
        function: weatherOf,
      },
    }
    const body = { model: 'gpt-4.1', messages: [{ role: 'user' as const, content: 'compare' }], tools: [tool] }
    const runner = streams
      ? client.chat.completions.runTools({ ...body, stream: true })
      : client.chat.completions.runTools(body)
    expectWhole(await runner.finalContent())
  })

  const google = () => new GoogleGenAI({ apiKey: 'x', httpOptions: { baseUrl: provider.url } })
  const functionDeclarations = [{ name: 'get_weather', description: 'tells', parametersJsonSchema: schema }]
  const responseTo = ({ id, name, args }: FunctionCall): Part => ({
    functionResponse: { id: String(id), name: String(name), response: { output: weatherOf(args) } },
  })

  test('automatic function calling of Google’s SDK', async () => {
    const callable: CallableTool = {
      tool: async () => ({ functionDeclarations }),
      callTool: async (calls) => calls.map(responseTo),
    }
    const asked = { model, contents: 'compare', config: { tools: [callable] } }
    let said = ''
    if (!streams) said = String((await google().models.generateContent(asked)).text)
    else
      for await (const { candidates } of await google().models.generateContentStream(asked))
        for (const { text = '' } of candidates?.[0]?.content?.parts ?? []) said += text
    expectWhole(streams ? said.replace('let me see', '') : said)
  })

  test('the chats of Google’s SDK', async () => {
    const chat = google().chats.create({ model, config: { tools: [{ functionDeclarations }] } })
    let message: string | Part[] = 'compare'
    let said = ''
    while (message.length > 0) {
      const calls: FunctionCall[] = []
      said = ''
      const heard = streams ? await chat.sendMessageStream({ message }) : [await chat.sendMessage({ message })]
      for await (const { candidates } of heard)
        for (const { text = '', functionCall } of candidates?.[0]?.content?.parts ?? []) {
          said += text
          if (functionCall !== undefined) calls.push(functionCall)
        }
      message = calls.map(responseTo)
    }
    expectWhole(said)
  })
})
