import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogues } from './cases/index.ts'
import { dialectNamed } from './dialects/index.ts'
import { replay } from './replay.ts'
import { type Provider, startProvider } from './server.ts'

const key = 'sk-secret-1'
const keys = { ANTHROPIC_API_KEY: key, OPENAI_API_KEY: key, GEMINI_API_KEY: key }

function drift(words: readonly string[], env: object = keys) {
  const clean = { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GEMINI_API_KEY: '' }
  return execa(process.execPath, ['mock-provider/drift.ts', ...words], {
    reject: false,
    all: true,
    env: { ...clean, ...env },
  })
}

let ours: Provider
beforeAll(async () => {
  const caller = () => null
  ours = await startProvider({ script: [], caller, seed: 1, note: () => {} })
})
afterAll(() => ours[Symbol.asyncDispose]())

type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }

/** An API of which a test decides each reply; `undefined` leaves it to our own rules. */
async function serve(api: string, reply: (text: string) => Reply | undefined) {
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const asked = { path: request.url ?? '', body: JSON.parse(text) }
    const rejection = dialectNamed(api).judge(asked)
    const usual: Reply = { status: rejection?.status ?? 200, body: JSON.stringify({ error: rejection }) }
    const { status, body, headers = {} } = reply(text) ?? usual
    response.writeHead(status, headers).end(body)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, [Symbol.asyncDispose]: async () => void server.close().closeAllConnections() }
}

const refusal = (message: string) => JSON.stringify({ error: { type: 'invalid_request_error', message } })

describe.each(catalogues)('$api', (catalogue) => {
  test('does not drift from itself', async () => {
    const target = { url: ours.url, headers: {}, model: catalogue.model }
    expect(await Array.fromAsync(replay(catalogue, target))).toEqual([])
  })
})

test('without drift: a summary, and exit code 0', async () => {
  const { exitCode, all } = await drift(['--api', 'anthropic-messages', '--base-url', ours.url])
  expect(exitCode).toBe(0)
  expect(all).toMatch(
    /^0 of \d+ cases differ; \d+ are not replayed: it is about a tool that the real API has run, it needs a beta header, its signatures are the mock/m,
  )
})

test('a rule that is another is printed with both answers, without the key; exit code 1', async () => {
  await using theirs = await serve('anthropic-messages', (text) =>
    text.includes('toolu_a') && text.includes('"so"')
      ? { status: 400, body: refusal(`your key is ${key}`) }
      : text.includes('"messages":[]')
        ? { status: 200, body: '{}' }
        : undefined,
  )
  const { exitCode, stdout } = await drift(['--api', 'anthropic-messages', '--base-url', theirs.url])
  expect(exitCode).toBe(1)
  expect(stdout).toContain(
    [
      '✗ no messages at all (verbatim: recorded probe)',
      '    ours    400 invalid_request_error: messages: at least one message is required',
      '    theirs  accepted',
    ].join('\n'),
  )
  expect(stdout).toContain('    theirs  400 invalid_request_error: your key is <key>')
  expect(stdout).not.toContain(key)
  expect(stdout).toMatch(/^\d+ of \d+ cases differ/m)
})

test('a field that differs is drift, and one that we do not know is none', async () => {
  const catalogue = catalogues.find(({ api }) => api === 'openai-completions')
  if (catalogue === undefined) throw new Error('there are no such cases')
  await using theirs = await serve(catalogue.api, (text) =>
    text.includes('robot') ? { status: 400, body: refusal('Invalid value') } : undefined,
  )
  const drifts = await Array.fromAsync(replay(catalogue, { url: theirs.url, headers: {}, model: catalogue.model }))
  expect(drifts.map(({ of }) => of.name)).toEqual([
    'an unknown role',
    'a call unanswered, and an unknown role: the role speaks',
  ])
})

test('an API that is busy is asked again when it says; another model is asked for', async () => {
  const [catalogue] = catalogues
  if (catalogue === undefined) throw new Error('there are no cases')
  const models = new Set<string>()
  let requests = 0
  await using theirs = await serve(catalogue.api, (text) => {
    models.add(JSON.parse(text)?.model)
    return requests++ % 2 === 0
      ? { status: 529, body: refusal('Overloaded'), headers: { 'retry-after': '0' } }
      : undefined
  })
  const model = 'claude-haiku-4-5-20251001'
  expect(await Array.fromAsync(replay(catalogue, { url: theirs.url, headers: {}, model }))).toEqual([])
  expect(models).toContain(model)
  expect(models).toContain('claude-sonnet-5')
  expect(models).not.toContain(catalogue.model)
})

test('an API that stays busy is a crash and no drift', async () => {
  const busy = { status: 503, body: '<html>busy</html>', headers: { 'retry-after': '0' } }
  await using theirs = await serve('openai-responses', () => busy)
  const { exitCode, stderr } = await drift(['--api', 'openai-responses', '--base-url', theirs.url])
  expect(stderr).toContain('is busy: 503 no error of the API: <html>busy</html>')
  expect(exitCode).toBe(255)
})

test('when not even a plain request is accepted there is nothing to compare', async () => {
  await using theirs = await serve('google-generative-ai', () => ({
    status: 400,
    body: `{"error":{"code":400,"message":"${key} is no key","status":"INVALID_ARGUMENT"}}`,
  }))
  const { exitCode, stderr } = await drift(['--api', 'google-generative-ai', '--base-url', theirs.url])
  expect(stderr).toMatch(/^drift: not even ".*" is accepted by http:.*: 400 INVALID_ARGUMENT: <key> is no key$/)
  expect(exitCode).toBe(254)
})

test.each([
  [['--api', 'anthropic-messages'], 'ANTHROPIC_API_KEY is not set'],
  [['--api', 'openai-responses'], 'OPENAI_API_KEY is not set'],
  [['--api', 'google-generative-ai'], 'GEMINI_API_KEY is not set'],
  [['--api', 'soap'], '--api soap is not spoken; there are: anthropic-messages, '],
  [[], '--api is needed; there are: anthropic-messages, '],
  [['--key', 'x'], "Unknown option '--key'"],
])('%j without a key is a usage error', async (words, message) => {
  const { exitCode, stderr } = await drift(words, {})
  expect(stderr).toContain(message)
  expect(exitCode).toBe(254)
})

test('the help fits one screen, and says what it costs', async () => {
  const { exitCode, stdout } = await drift(['--help'], {})
  const lines = stdout.split('\n')
  expect({ exitCode, cost: stdout.includes('a few cents') }).toEqual({ exitCode: 0, cost: true })
  expect(lines.length).toBeLessThanOrEqual(24)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
})
