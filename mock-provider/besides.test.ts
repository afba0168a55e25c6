import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Provider, startProvider } from './server.ts'

let provider: Provider
beforeAll(async () => {
  provider = await startProvider({ script: [], caller: () => null, seed: 1, note: () => {} })
})
afterAll(() => provider[Symbol.asyncDispose]())

const get = async (path: string) => {
  const response = await fetch(provider.url + path)
  return { status: response.status, body: (await response.json()) as unknown }
}

test('tokens are counted in each API’s way', async () => {
  const client = new Anthropic({ apiKey: 'x', baseURL: provider.url })
  const messages = [{ role: 'user' as const, content: 'x'.repeat(400) }]
  const { input_tokens: short } = await client.messages.countTokens({
    model: 'm',
    messages: [{ role: 'user', content: 'x' }],
  })
  const { input_tokens: long } = await client.messages.countTokens({ model: 'm', messages })
  expect(long - short).toBeGreaterThan(90)
  const post = { method: 'POST', body: JSON.stringify({ contents: [] }) }
  expect(await (await fetch(`${provider.url}/v1beta/models/m:countTokens`, post)).json()).toEqual({ totalTokens: 4 })
  expect(await (await fetch(`${provider.url}/v1/responses/input_tokens`, post)).json()).toMatchObject({
    input_tokens: 4,
  })
})

test('models are listed, and any name is one', async () => {
  const openai = new OpenAI({ apiKey: 'x', baseURL: `${provider.url}/v1` })
  expect((await openai.models.list()).data).toHaveLength(1)
  expect(await openai.models.retrieve('gpt-5')).toMatchObject({ id: 'gpt-5', object: 'model' })
  const client = new Anthropic({ apiKey: 'x', baseURL: provider.url })
  expect(await client.models.retrieve('claude-opus-5')).toMatchObject({ id: 'claude-opus-5', type: 'model' })
  expect(await get('/v1beta/models')).toMatchObject({ status: 200, body: { models: [{ name: 'models/chaos-model' }] } })
  expect(await get('/v1beta/models/g')).toMatchObject({ status: 200, body: { name: 'models/g' } })
})

test.each([
  ['/v1beta/nothing', { error: { code: 404, status: 'NOT_FOUND' } }],
  ['/v1/messages/nothing', { type: 'error', error: { type: 'not_found_error' } }],
  ['/v1/nothing', { error: { message: 'Invalid URL (GET /v1/nothing)', type: 'invalid_request_error' } }],
  ['/v1/responses/resp_1', { error: { message: "Response with id 'resp_1' not found." } }],
  ['/v1/conversations/conv_1', { error: { message: "Conversation with id 'conv_1' not found." } }],
])('%s is not found, in the words of its own API', async (path, body) => {
  expect(await get(path)).toMatchObject({ status: 404, body })
})

test('a vendor’s host that is not listed is refused', async () => {
  expect((await get('/vendor/example.com/v1/models')).status).toBe(404)
  const post = { method: 'POST', body: JSON.stringify({ model: 'm', max_tokens: 9, messages: [] }) }
  expect((await fetch(`${provider.url}/vendor/example.com/v1/messages`, post)).status).toBe(404)
})
