/** A tool loop on pi-ai, which OpenClaw and pi build on; it always streams. With Anthropic the API keeps the conversation in a thread. */
import { normalizeContext } from '@earendil-works/pi-ai'
import { api, schema, streams, tell, url, weatherOf } from './weather.mjs'

const { stream, streamSimple } = await import(`@earendil-works/pi-ai/api/${api}`)
const model = {
  id: { 'anthropic-messages': 'claude-haiku-4-5', 'google-generative-ai': 'gemini-3-flash-preview' }[api] ?? 'gpt-4.1',
  name: 'm',
  api,
  provider: { 'anthropic-messages': 'anthropic', 'google-generative-ai': 'google' }[api] ?? 'openai',
  baseUrl: { 'anthropic-messages': url, 'google-generative-ai': `${url}/v1beta` }[api] ?? `${url}/v1`,
  reasoning: false,
  input: ['text'],
  cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  contextWindow: 200_000,
  maxTokens: 1_000,
  compat: api === 'anthropic-messages' ? { supportsMessageThreads: true } : {},
}
const context = {
  messages: [{ role: 'user', content: 'compare', timestamp: Date.now() }],
  tools: [{ name: 'get_weather', description: 'tells', parameters: schema }],
}
const ask = streams ? stream : streamSimple
for (;;) {
  const answer = await ask(model, normalizeContext(context), { apiKey: 'no-key', sessionId: 's' }).result()
  if (answer.stopReason === 'error') throw new Error(answer.errorMessage)
  context.messages.push(answer)
  const calls = answer.content.filter(({ type }) => type === 'toolCall')
  if (calls.length === 0) {
    tell(answer.content.flatMap(({ type, text }) => (type === 'text' ? [text] : [])).join(''))
    break
  }
  for (const { id, name, arguments: args } of calls)
    context.messages.push({
      role: 'toolResult',
      toolCallId: id,
      toolName: name,
      content: [{ type: 'text', text: weatherOf(args) }],
      isError: false,
      timestamp: Date.now(),
    })
}
