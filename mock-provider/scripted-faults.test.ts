import { afterEach, describe, expect, test } from 'vitest'
import type { FailureName } from './failure.ts'
import { scriptSchema } from './script-schema.ts'
import { type Provider, startProvider } from './server.ts'
import type { WireFault } from './wire-fault.ts'

let provider: Provider
afterEach(() => provider?.[Symbol.asyncDispose]())

async function start(fault: WireFault): Promise<void> {
  provider = await startProvider({
    script: [{ says: 'go', replies: [{ text: 'done', calls: [], fault }] }],
    caller: () => ({ name: 'f', input: {} }),
    seed: 1,
    note: () => {},
  })
  provider.releaseAll()
}

async function post(path: string, body: object): Promise<{ status: number; error: Record<string, unknown> }> {
  const response = await fetch(provider.url + path, { method: 'POST', body: JSON.stringify({ model: 'm', ...body }) })
  const { error } = (await response.json()) as { error: Record<string, unknown> }
  return { status: response.status, error }
}

const use = { type: 'tool_use', id: 'toolu_real', name: 'f', input: {} }
const asks: Readonly<Record<string, () => ReturnType<typeof post>>> = {
  'anthropic-messages': () =>
    post('/v1/messages', {
      max_tokens: 9,
      messages: [
        { role: 'user', content: 'go' },
        { role: 'assistant', content: [use] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_real', content: 'x' }] },
      ],
    }),
  'openai-completions': () =>
    post('/v1/chat/completions', {
      messages: [
        { role: 'user', content: 'go' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'call_real', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'call_real', content: 'x' },
      ],
    }),
  'openai-responses': () =>
    post('/v1/responses', {
      input: [
        { role: 'user', content: 'go' },
        { type: 'function_call', call_id: 'call_real', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_real', output: 'x' },
      ],
    }),
}

const wordings: readonly (readonly [api: string, missing: 'call' | 'result', message: RegExp])[] = [
  ['anthropic-messages', 'call', /^messages\.2\.content\.0: unexpected `tool_use_id`.*: toolu_real\. /],
  ['anthropic-messages', 'result', /^messages\.1: `tool_use` ids were found without.*: toolu_real\. /],
  ['openai-completions', 'call', /'tool_call_id' of 'call_real' not found/],
  ['openai-completions', 'result', /did not have response messages: call_real$/],
  ['openai-responses', 'call', /^No tool call found for function call output with call_id call_real\.$/],
  ['openai-responses', 'result', /^No tool output found for function call call_real\.$/],
]

describe('a broken pair is told with the ids of the request at hand', () => {
  test.each(wordings)('through %s: a %s is missing', async (api, missing, message) => {
    provider = await startProvider({
      script: [
        {
          says: 'go',
          replies: [
            { text: '', calls: [] },
            { text: 'done', calls: [], fault: { kind: 'status', failure: 'unpaired', missing } },
          ],
        },
      ],
      caller: () => ({ name: 'f', input: {} }),
      seed: 1,
      note: () => {},
    })
    provider.releaseAll()
    expect(await asks[api]?.()).toMatchObject({ status: 400, error: { message: expect.stringMatching(message) } })
  })
})

test('a fault can repeat, and then no more', async () => {
  await start({ kind: 'status', failure: 'overloaded', times: 3 })
  const go = { max_tokens: 9, messages: [{ role: 'user', content: 'go' }] }
  const statuses: number[] = []
  for (let n = 0; n < 4; n++) statuses.push((await post('/v1/messages', go)).status)
  expect(statuses).toEqual([529, 529, 529, 200])
})

test.each<[string, FailureName, object, RegExp]>([
  ['/v1/chat/completions', 'rate-limit', { messages: [{ role: 'user', content: 'go' }] }, /try again in 7s\./],
  [
    '/v1beta/models/m:generateContent',
    'rate-limit',
    { model: undefined, contents: [{ parts: [{ text: 'go' }] }] },
    /retry in 7s\./,
  ],
])('%s: what the body says of waiting is what was scripted', async (path, failure, body, message) => {
  await start({ kind: 'status', failure, retryAfterSeconds: 7 })
  const { error } = await post(path, body)
  expect(error.message).toMatch(message)
  if (path.includes('v1beta')) expect(error.details).toMatchObject([{ retryDelay: '7s' }])
})

const says = (fault: object, reply: object = {}) =>
  scriptSchema.safeParse([{ says: 'go', replies: [{ text: '', calls: [{ tool: 'a' }], ...reply, fault }] }])

test.each<[string, object, object, string]>([
  ['a call that is not there', { kind: 'stall', at: { call: 'b', after: 'start' } }, {}, 'does not call "b"'],
  ['a second end', { kind: 'stall', at: { call: 'a', after: 'end', nth: 2 } }, {}, 'a call has one end'],
  ['the middle of no text', { kind: 'cut', at: { text: 'middle' } }, {}, 'no text of 2 letters or more'],
  ['the middle of a letter', { kind: 'cut', at: { text: 'middle' } }, { text: 'x' }, 'no text of 2 letters or more'],
  [
    'what is missing from a rate limit',
    { kind: 'status', failure: 'rate-limit', missing: 'call' },
    {},
    'only the failure "unpaired"',
  ],
])('a script with a fault at %s is refused', (_, fault, reply, message) => {
  expect(says(fault, reply).error?.issues[0]?.message).toContain(message)
})

test.each([
  { kind: 'stall', at: { call: 'a', after: 'input', nth: 4 } },
  { kind: 'cut', at: { write: 3 }, times: 2 },
  { kind: 'status', failure: 'unpaired', missing: 'result' },
])('a script with a fault that can come is taken: %j', (fault) => {
  expect(says(fault).success).toBe(true)
})
