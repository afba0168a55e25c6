import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Case, Catalogue } from './cases/case.ts'
import { catalogues } from './cases/index.ts'
import { vendorNetwork } from './handlers.ts'
import { type Provider, startProvider } from './server.ts'

const origins: Readonly<Record<string, string>> = {
  'anthropic-messages': 'https://api.anthropic.com',
  'openai-completions': 'https://api.openai.com',
  'openai-responses': 'https://api.openai.com',
  'google-generative-ai': 'https://generativelanguage.googleapis.com',
}
/** What a connection and a moment put into an answer. */
const ofTheMoment = ['connection', 'date', 'keep-alive', 'transfer-encoding']

let providers: Provider[]
let network: ReturnType<typeof vendorNetwork>

/** Two providers of the same seed give their requests the same ids, in the same order. */
beforeAll(async () => {
  const start = () =>
    startProvider({ script: [], caller: () => null, seed: 1, note: () => {}, clock: () => 0, needsHeaders: true })
  providers = [await start(), await start()]
  network = vendorNetwork(String(providers[1]?.url))
  network.enable()
})
afterAll(async () => {
  network.disable()
  for (const provider of providers) await provider[Symbol.asyncDispose]()
})

const usual = { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' }

async function ask(origin: string, { path, query = '', body, headers: own = usual }: Case['request']) {
  const response = await fetch(origin + path + query, {
    method: 'POST',
    headers: { 'x-api-key': 'a key', ...(own as Record<string, string>) },
    // of a text, fetch would say that it is one
    body: Buffer.from(JSON.stringify(body)),
  })
  const headers = [...response.headers].filter(([name]) => !ofTheMoment.includes(name))
  return { status: response.status, headers, text: await response.text() }
}

const served = catalogues.map(({ api, cases }: Catalogue) => ({
  api,
  // the provider is one that is not strict, and keeps nothing that it has not said itself
  cases: cases.filter(({ request: { strict, kept } }) => !strict && kept === undefined),
}))

describe.each(served)('through $api', ({ api, cases }) => {
  test.each(cases)('both mounts give the same answer: $name', async ({ request, answer }) => {
    const served = await ask(String(providers[0]?.url), request)
    expect(await ask(String(origins[api]), request)).toEqual(served)
    expect(served.status).toBe(answer === 'accepted' ? 200 : answer.status)
  })
})

/** As clients other than `fetch` may ask: with headers about their connection. */
test.each([
  ['connection', 'close'],
  ['keep-alive', 'timeout=5'],
  ['transfer-encoding', 'chunked'],
  ['upgrade', 'h2c'],
  ['connection', 'upgrade'],
])('a request with the header %s: %s is answered', async (name, value) => {
  const headers = { ...usual, 'x-api-key': 'a key', [name]: value }
  const asked = request('https://api.anthropic.com/v1/messages', { method: 'POST', headers })
  asked.end(JSON.stringify({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }))
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  expect(JSON.parse(await text(response))).toMatchObject({ type: 'message' })
})

test.each(['GET', 'HEAD', 'OPTIONS', 'DELETE'])('both mounts refuse %s alike', async (method) => {
  const answers = [String(providers[0]?.url), 'https://api.anthropic.com'].map(async (origin) => {
    const response = await fetch(`${origin}/v1/nothing?limit=1`, { method })
    return { status: response.status, text: await response.text() }
  })
  const [served, mounted] = await Promise.all(answers)
  expect(mounted).toEqual(served)
  expect(served?.status).toBe(404)
})
