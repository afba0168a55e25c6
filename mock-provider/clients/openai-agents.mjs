/** The agent of OpenAI's own framework; the Responses API also by the last response, or in a conversation that the API keeps. */
import { Agent, run, setDefaultOpenAIClient, setOpenAIAPI, setTracingDisabled, tool } from '@openai/agents'
import OpenAI from 'openai'
import { api, schema, streams, tell, url, weatherOf } from './weather.mjs'

const client = new OpenAI({ apiKey: 'no-key', baseURL: `${url}/v1`, maxRetries: 0 })
setDefaultOpenAIClient(client)
setOpenAIAPI(api === 'openai-completions' ? 'chat_completions' : 'responses')
setTracingDisabled(true)

const weather = tool({
  name: 'get_weather',
  description: 'tells',
  parameters: schema,
  execute: weatherOf,
  strict: true,
})
const agent = new Agent({ name: 'a', instructions: 'be brief', model: 'gpt-4.1', tools: [weather] })

/** How the conversation is kept, where the API keeps it. */
const kept = {
  'openai-previous': async () => ({
    previousResponseId: (await client.responses.create({ model: 'gpt-4.1', input: 'hi' })).id,
  }),
  'openai-conversation': async () => ({ conversationId: (await client.conversations.create({})).id }),
}
const options = (await kept[api]?.()) ?? {}
if (streams) {
  const result = await run(agent, 'compare', { stream: true, ...options })
  await result.completed
  tell(result.finalOutput)
} else {
  tell((await run(agent, 'compare', options)).finalOutput)
}
