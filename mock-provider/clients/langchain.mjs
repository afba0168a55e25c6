/** The agent of LangChain. */
import { ChatAnthropic } from '@langchain/anthropic'
import { ChatGoogleGenerativeAI } from '@langchain/google-genai'
import { ChatOpenAI } from '@langchain/openai'
import { createAgent, tool } from 'langchain'
import { api, schema, streams, tell, url, weatherOf } from './weather.mjs'

const common = { apiKey: 'no-key', maxRetries: 0 }
const openai = { ...common, model: 'gpt-4.1', configuration: { baseURL: `${url}/v1` } }
const models = {
  'anthropic-messages': () => new ChatAnthropic({ ...common, model: 'claude-haiku-4-5', anthropicApiUrl: url }),
  'openai-completions': () => new ChatOpenAI(openai),
  'openai-responses': () => new ChatOpenAI({ ...openai, useResponsesApi: true }),
  'google-generative-ai': () => new ChatGoogleGenerativeAI({ ...common, model: 'gemini-2.5-flash', baseUrl: url }),
}
const agent = createAgent({
  model: models[api](),
  tools: [tool(weatherOf, { name: 'get_weather', description: 'tells', schema })],
})
const asked = { messages: [{ role: 'user', content: 'compare' }] }

/** The messages when all is said; the model is streamed when somebody listens to its messages. */
async function streamed() {
  let state
  for await (const [mode, data] of await agent.stream(asked, { streamMode: ['messages', 'values'] }))
    if (mode === 'values') state = data
  return state
}

const { messages } = streams ? await streamed() : await agent.invoke(asked)
tell(messages.at(-1).text)
