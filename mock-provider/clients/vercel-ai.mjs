/** The tool loop of Vercel's AI SDK. */
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai'
import { api, schema, streams, tell, url, weatherOf } from './weather.mjs'

const apiKey = 'no-key'
const models = {
  'anthropic-messages': () => createAnthropic({ apiKey, baseURL: `${url}/v1` })('claude-haiku-4-5'),
  'openai-completions': () => createOpenAI({ apiKey, baseURL: `${url}/v1` }).chat('gpt-4.1'),
  'openai-responses': () => createOpenAI({ apiKey, baseURL: `${url}/v1` }).responses('gpt-4.1'),
  'google-generative-ai': () => createGoogle({ apiKey, baseURL: `${url}/v1beta` })('gemini-3-flash-preview'),
}
const asked = {
  model: models[api](),
  maxRetries: 0,
  prompt: 'compare',
  stopWhen: stepCountIs(5),
  tools: { get_weather: tool({ description: 'tells', inputSchema: jsonSchema(schema), execute: weatherOf }) },
}
const said = streams ? await streamText(asked).text : (await generateText(asked)).text
tell(said)
