import { afterEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import type { ToolCaller } from './answer.ts'
import { dialects } from './dialects/index.ts'
import type { ScriptedReply } from './script.ts'
import { type Provider, startProvider } from './server.ts'
import type { WireFault } from './wire-fault.ts'

const caller: ToolCaller = (_, id) => ({ name: 'exec', input: { command: `gate ${id}`, note: 'a€b' } })
const at = { call: 'b', after: 'end', nth: 1 } as const

let provider: Provider | undefined
let seen: EntryBody[]
afterEach(() => provider?.[Symbol.asyncDispose]())

/** Asks a provider whose one reply is broken in a way; `requests` to it are all for the same turn. */
async function start(reply: Partial<ScriptedReply>): Promise<Provider> {
  seen = []
  const replies = [{ text: '', calls: [{ tool: 'a' }, { tool: 'b' }], ...reply }]
  provider = await startProvider({
    script: [{ says: 'go', replies }],
    caller,
    seed: 1,
    note: (body) => void seen.push(body),
    clock: () => 0,
  })
  provider.releaseAll()
  return provider
}

const requests: Readonly<Record<string, { path: string; body: object }>> = {
  'anthropic-messages': {
    path: '/v1/messages',
    body: { model: 'm', max_tokens: 9, stream: true, messages: [{ role: 'user', content: 'go' }] },
  },
  'openai-completions': {
    path: '/chat/completions',
    body: { model: 'm', stream: true, messages: [{ role: 'user', content: 'go' }] },
  },
  'openai-responses': { path: '/responses', body: { model: 'm', stream: true, input: 'go' } },
  'google-generative-ai': {
    path: '/models/gemini-3:streamGenerateContent?alt=sse',
    body: { contents: [{ role: 'user', parts: [{ text: 'go' }] }] },
  },
}

function ask(api: string, { stream = true } = {}): Promise<Response> {
  const { path, body } = requests[api] as { path: string; body: object }
  const url = provider?.baseUrl(api) + (stream ? path : path.replace('streamGenerate', 'generate'))
  return fetch(url, { method: 'POST', body: JSON.stringify('stream' in body ? { ...body, stream } : body) })
}

/** What came before the connection went, and whether it went. */
async function readAll(response: Response): Promise<{ text: string; broken: boolean }> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
    return { text, broken: false }
  } catch {
    return { text, broken: true }
  }
}

const broke = () => seen.filter(({ kind }) => kind === 'provider-broke')

describe.each(dialects.map(({ api }) => api))('through %s', (api) => {
  const whole = async () => {
    await start({})
    return (await readAll(await ask(api))).text
  }
  const brokenBy = async (fault: WireFault) => {
    await start({ fault })
    const response = await ask(api)
    return { status: response.status, headers: response.headers, ...(await readAll(response)) }
  }

  test.each(['fin', 'rst'] as const)('a cut by %s breaks the stream at its instant; the retry is whole', async (by) => {
    const { text, broken } = await brokenBy({ kind: 'cut', by, at: { call: 'b', after: 'input', nth: 2 } })
    expect(broken).toBe(true)
    if (by === 'fin') expect(text.length).toBeGreaterThan(0)
    expect(broke()).toHaveLength(1)
    const retry = await readAll(await ask(api))
    expect(retry.broken).toBe(false)
    expect(retry.text.length).toBeGreaterThan(text.length)
  })

  test.each(['fin', 'rst'] as const)('a cut by %s before the first byte leaves no answer at all', async (by) => {
    await start({ fault: { kind: 'cut', by, at: { write: 0 } } })
    await expect(ask(api)).rejects.toThrow()
    expect(broke()).toHaveLength(1)
    expect((await ask(api)).status).toBe(200)
  })

  test('a stall holds the connection until the provider goes', async () => {
    const reading = brokenBy({ kind: 'stall', pings: false, at })
    await expect.poll(broke).toHaveLength(1)
    expect(seen.filter(({ kind }) => kind === 'provider-replied')).toEqual([])
    await provider?.[Symbol.asyncDispose]()
    expect((await reading).broken).toBe(true)
  })

  test.each([{ write: 0 }, { ...at, call: 'a' }])(
    'a pause at %j is told once, as it begins, and then the rest comes',
    async (instant) => {
      const { text, broken } = await brokenBy({ kind: 'pause', ms: 20, at: instant })
      expect(broke()).toHaveLength(1)
      const told = seen.map(({ kind }) => kind)
      expect(told.indexOf('provider-broke')).toBeLessThan(told.lastIndexOf('provider-wrote'))
      expect({ broken, text }).toEqual({ broken: false, text: await whole() })
    },
  )

  test('a trickle says the same, byte by byte', async () => {
    const { text, broken } = await brokenBy({ kind: 'trickle', bytes: 97, everyMs: 1 })
    expect({ broken, text }).toEqual({ broken: false, text: await whole() })
  })

  test('late headers come, and then the whole reply', async () => {
    const { status, text } = await brokenBy({ kind: 'late', ms: 5 })
    expect({ status, text }).toEqual({ status: 200, text: await whole() })
  })

  test('truncated JSON that is no stream breaks off, in a response that ends', async () => {
    const fault: WireFault = { kind: 'truncated-json', at: { write: 1 } }
    await start({ fault })
    const { text, broken } = await readAll(await ask(api, { stream: false }))
    expect({ broken, parses: parses(text) }).toEqual({ broken: false, parses: false })
  })

  test('truncated JSON is an event that does not parse, in a stream that goes on', async () => {
    const { text } = await brokenBy({ kind: 'truncated-json', at: { call: 'a', after: 'end', nth: 1 } })
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data).filter((data) => data !== '[DONE]')
    const bad = events.filter((data) => !parses(data))
    expect(bad).toHaveLength(1)
    expect(parses(events.at(-1) ?? '')).toBe(true)
  })

  test('a repeated event comes twice', async () => {
    const { text } = await brokenBy({ kind: 'repeated', at })
    const events = text.split('\n\n').filter((event) => event !== '')
    expect(events.filter((event, n) => event === events[n + 1])).toHaveLength(1)
  })

  test('a stream without its last event ends in good order', async () => {
    const { text, broken } = await brokenBy({ kind: 'no-end' })
    expect(broken).toBe(false)
    expect(text).not.toMatch(/message_stop|\[DONE\]|response\.completed|finishReason":"/)
    expect(text).toContain('exec')
  })

  test('an error in the middle of the stream has the API’s own shape', async () => {
    const { status, text, broken } = await brokenBy({ kind: 'stream-error', failure: 'overloaded', at })
    expect({ status, broken }).toEqual({ status: 200, broken: false })
    expect(text.trimEnd().split('\n').at(-1)?.toLowerCase()).toMatch(/"(type|error)".*overloaded/)
  })

  test.each(Object.entries(dialects.find((dialect) => dialect.api === api)?.failures ?? {}))(
    'fails with %s',
    async (name, failure) => {
      const fault = { kind: 'status', failure: name, retryAfterSeconds: 7 } as WireFault
      const { status, headers, text } = await brokenBy(fault)
      expect(status).toBe(failure.status)
      expect(headers.get('retry-after')).toBe('7')
      expect([JSON.parse(text)].flat()[0].error.message).toBe(failure.message.replace(/in [\d.]+m?s\b/, 'in 7s'))
      expect(broke()).toHaveLength(1)
      expect((await ask(api)).status).toBe(200)
    },
  )

  test('a reply that runs out of tokens breaks off inside the arguments and says so', async () => {
    await start({ ends: 'max-tokens' })
    expect((await readAll(await ask(api))).text).toMatch(/"max_tokens"|"length"|"incomplete"|"MAX_TOKENS"/)
  })

  test.each<[string, Partial<ScriptedReply>, string[]]>([
    ['a whole reply', {}, []],
    [
      'a cut after the first call',
      { fault: { kind: 'cut', by: 'fin', at: { call: 'a', after: 'end', nth: 1 } } },
      ['b'],
    ],
    ['a cut at the very end of the calls', { fault: { kind: 'cut', by: 'fin', at } }, []],
    ['JSON that breaks off in the second call', { fault: { kind: 'truncated-json', at } }, ['b']],
    ['a failed request', { fault: { kind: 'status', failure: 'overloaded' } }, ['a', 'b']],
    ['a trickle', { fault: { kind: 'trickle', bytes: 97, everyMs: 1 } }, []],
    ['a repeated event', { fault: { kind: 'repeated', at } }, []],
    ['too few tokens', { ends: 'max-tokens' }, api === 'google-generative-ai' ? [] : ['b']],
  ])('the record says which calls are cut by %s', async (_, reply, cut) => {
    await start(reply)
    await readAll(await ask(api))
    const calls = seen.flatMap((entry) => (entry.kind === 'provider-replying' ? entry.calls : []))
    expect(calls.filter((call) => call.cut).map(({ tool }) => tool)).toEqual(cut)
  })

  test.each<['end' | 'input', string[]]>([
    ['end', api === 'openai-completions' ? ['b'] : []],
    ['input', api === 'openai-completions' || api === 'anthropic-messages' ? ['b'] : []],
  ])(
    'the record says which arguments cannot be read because a piece of them came twice: at the %s',
    async (after, garbled) => {
      await start({ fault: { kind: 'repeated', at: { call: 'b', after, nth: after === 'end' ? 1 : 2 } } })
      await readAll(await ask(api))
      const calls = seen.flatMap((entry) => (entry.kind === 'provider-replying' ? entry.calls : []))
      expect(calls.filter((call) => call.garbled).map(({ tool }) => tool)).toEqual(garbled)
    },
  )

  test('the record has the words of a failure, and how long the gateway is told to wait', async () => {
    await brokenBy({ kind: 'status', failure: 'rate-limit', retryAfterSeconds: 7 })
    await readAll(await ask(api))
    const failures = seen.flatMap((entry) => (entry.kind === 'provider-replying' ? [entry.failure] : []))
    expect(failures).toEqual([{ message: expect.stringMatching(/limit|quota/), retryAfter: 7 }, undefined])
  })

  test('a refusal says so', async () => {
    await start({ text: 'I cannot help with that', calls: [], ends: 'refusal' })
    expect((await readAll(await ask(api))).text).toMatch(/"refusal"|"content_filter"|"SAFETY"/)
  })

  test('a call can name a tool that is not there', async () => {
    await start({ calls: [{ tool: 'a' }, { tool: 'c', unknown: true }] })
    expect((await readAll(await ask(api))).text).toContain('no_such_tool')
  })

  test.each([
    ['none', {}],
    ['empty', { command: '', note: '' }],
    ['types', { command: 7, note: 7 }],
  ] as const)('a call can have wrong arguments: %s', async (wrong, input) => {
    await start({ calls: [{ tool: 'a' }, { tool: 'c', wrong }] })
    await readAll(await ask(api))
    const calls = seen.flatMap((entry) => (entry.kind === 'provider-replying' ? entry.calls : []))
    expect(calls[1]?.input).toEqual(input)
  })
})

test('a call with the id of another has that id', async () => {
  seen = []
  const replies = [{ text: '', calls: [{ tool: 'a' }] }]
  const again = [{ text: '', calls: [{ tool: 'b', idOf: 'a' }] }]
  provider = await startProvider({
    script: [
      { says: 'go', replies },
      { says: 'again', replies: again },
    ],
    caller,
    seed: 1,
    note: (body) => void seen.push(body),
  })
  provider.releaseAll()
  const post = (content: string) =>
    fetch(`${provider?.url}/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content }] }),
    })
  const [first, second] = [await (await post('go')).text(), await (await post('again')).text()]
  expect(idsIn(first)).toHaveLength(1)
  expect(idsIn(second)).toEqual(idsIn(first))
})

function idsIn(message: string): string[] {
  return message.match(/toolu_\w+(?=","name)/g) ?? []
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('a stream of responses that fails counts its events on, and ends with the response that failed', async () => {
  await start({ fault: { kind: 'stream-error', failure: 'rate-limit', at } })
  const { text } = await readAll(await ask('openai-responses'))
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data))
  expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, n) => n))
  expect(events.at(-2)).toMatchObject({ type: 'error', error: { code: 'rate_limit_exceeded' } })
  expect(events.at(-1)).toMatchObject({
    type: 'response.failed',
    response: { id: events[0].response.id, status: 'failed', error: { code: 'rate_limit_exceeded' } },
  })
})
