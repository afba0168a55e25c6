import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import { dialects } from './dialects/index.ts'
import type { ScriptedReply } from './script.ts'
import { type Provider, startProvider } from './server.ts'
import { textPieces } from './text-pieces.ts'

const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })

test('the pieces are the text, and end in its end', () => {
  fc.assert(
    fc.property(texts, fc.string(), (text, seed) => {
      const pieces = textPieces(text, seed)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      expect(pieces.at(-1)?.mark).toBe('(text) end')
    }),
  )
})

test('a text of two letters or more has a middle, with something on either side', () => {
  fc.assert(
    fc.property(texts, fc.string(), (text, seed) => {
      fc.pre(Array.from(text).length > 1)
      const pieces = textPieces(text, seed)
      const middle = pieces.findIndex(({ mark }) => mark === '(text) middle')
      expect(middle).toBeGreaterThanOrEqual(0)
      expect(middle).toBeLessThan(pieces.length - 1)
    }),
  )
})

test('a seed gives the same pieces each time, and another seed others', () => {
  const text = 'one two three four five six seven eight nine ten'
  expect(textPieces(text, 'a')).toEqual(textPieces(text, 'a'))
  expect(textPieces(text, 'a')).not.toEqual(textPieces(text, 'b'))
})

const text = 'Grüße aus 東京 🗼, one two three four five six'
const paths: Readonly<Record<string, string>> = {
  'anthropic-messages': '/v1/messages',
  'openai-completions': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'google-generative-ai': '/v1beta/models/m:streamGenerateContent?alt=sse',
}
const bodies: Readonly<Record<string, object>> = {
  'anthropic-messages': { model: 'm', max_tokens: 9, stream: true, messages: [{ role: 'user', content: 'go' }] },
  'openai-completions': { model: 'm', stream: true, messages: [{ role: 'user', content: 'go' }] },
  'openai-responses': { model: 'm', stream: true, input: 'go' },
  'google-generative-ai': { contents: [{ role: 'user', parts: [{ text: 'go' }] }] },
}

let provider: Provider | undefined
let seen: EntryBody[]
afterEach(async () => {
  await provider?.[Symbol.asyncDispose]()
  provider = undefined
})

async function ask(api: string, reply: Partial<ScriptedReply>, path = paths[api]): Promise<Response> {
  seen = []
  provider = await startProvider({
    script: [{ says: 'go', replies: [{ text, calls: [], ...reply }] }],
    caller: () => ({ name: 'f', input: {} }),
    seed: 1,
    note: (body) => void seen.push(body),
  })
  provider.releaseAll()
  return fetch(provider.url + path, { method: 'POST', body: JSON.stringify(bodies[api]) })
}

/** All that came, as far as it came, in the chunks in which it came. */
async function chunksOf(response: Response): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk))
  } catch {
    // a stream that is cut
  }
  return chunks
}

const saidIn = (stream: string) =>
  [...stream.matchAll(/^data: (\{.*)$/gm)]
    .map(([, data = '']) => JSON.parse(data))
    .flatMap(
      ({ type, delta, choices, candidates }) =>
        (type === 'response.output_text.delta' ? delta : delta?.text) ??
        choices?.[0]?.delta.content ??
        candidates?.[0]?.content.parts[0].text ??
        [],
    )
    .filter((piece) => piece !== '')

describe.each(dialects.map(({ api }) => api))('through %s', (api) => {
  test('a text comes in pieces', async () => {
    const pieces = saidIn(await (await ask(api, {})).text())
    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces.join('')).toBe(text)
  })

  test('a text can break off in its middle', async () => {
    const response = await ask(api, { fault: { kind: 'cut', by: 'fin', at: { text: 'middle' } } })
    const said = saidIn(Buffer.concat(await chunksOf(response)).toString()).join('')
    expect(text.startsWith(said)).toBe(true)
    expect(said.length).toBeGreaterThan(0)
    expect(said.length).toBeLessThan(text.length)
    expect(seen.filter(({ kind }) => kind === 'provider-broke')).toHaveLength(1)
  })

  test('a usage that the script gives is what the reply has cost', async () => {
    const stream = await (await ask(api, { usage: { input: 123_456, output: 789 } })).text()
    if (api === 'openai-completions') expect(stream).not.toContain('123456')
    else expect(stream).toMatch(/123456.*789/s)
  })
})

test('usage is counted where the script says nothing, and told to who asks for it', async () => {
  const body = { ...bodies['openai-completions'], stream_options: { include_usage: true }, padding: undefined }
  await ask('openai-completions', {})
  const stream = await (
    await fetch(`${provider?.url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body) })
  ).text()
  const [, usage = ''] = /"usage":(\{"prompt_tokens".*?\}\})/.exec(stream) ?? []
  expect(JSON.parse(usage)).toMatchObject({
    prompt_tokens: Math.round(JSON.stringify(body).length / 4),
    completion_tokens: Math.round(text.length / 4),
  })
})

test('a stream of the Gemini API that is not of events is one list in JSON', async () => {
  const response = await ask(
    'google-generative-ai',
    { calls: [{ tool: 'a' }] },
    '/v1beta/models/m:streamGenerateContent',
  )
  expect(response.headers.get('content-type')).toContain('application/json')
  const events = (await response.json()) as { candidates: [{ finishReason?: string; content: { parts: [object] } }] }[]
  expect(events.length).toBeGreaterThan(3)
  expect(events.map(({ candidates: [{ finishReason }] }) => finishReason).filter(Boolean)).toEqual(['STOP'])
  expect(events.at(-1)?.candidates[0].content.parts[0]).toHaveProperty('functionCall')
})

test('a character of several bytes is cut inside', async () => {
  const chunks = await chunksOf(await ask('anthropic-messages', { text: '東京'.repeat(2_000) }))
  const isWhole = (chunk: Buffer) => chunk.toString().at(-1) !== '\uFFFD'
  expect(chunks.some((chunk) => !isWhole(chunk))).toBe(true)
})
