import { expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import { startProvider } from './server.ts'

test.each([
  ['/v1/messages', 401, 'x-api-key header is required'],
  ['/v1/chat/completions', 401, "You didn't provide an API key."],
  ['/v1/responses', 401, "You didn't provide an API key."],
  ['/v1beta/models/m:generateContent', 403, "Method doesn't allow unregistered callers"],
])('%s without a key is refused with %i, and with one it is looked at', async (path, status, says) => {
  await using provider = await startProvider({
    script: [],
    caller: () => null,
    seed: 1,
    note: () => {},
    needsHeaders: true,
  })
  const ask = async (headers: Record<string, string>, query = '') => {
    const response = await fetch(provider.url + path + query, { method: 'POST', headers, body: '{}' })
    return [response.status, await response.text()] as const
  }
  const refused = await ask({})
  expect(refused[0]).toBe(status)
  expect(JSON.parse(refused[1]).error.message).toContain(says)
  for (const taken of [
    await ask({ authorization: 'Bearer x' }),
    await ask({ 'x-api-key': 'x' }),
    await ask({}, '?key=x'),
  ])
    expect(taken[1]).not.toContain(says)
})

test('keys that were shown before a rotation are refused after it, as the API refuses a bad key; others are taken', async () => {
  const seen: EntryBody[] = []
  await using provider = await startProvider({
    script: [],
    caller: () => null,
    seed: 1,
    note: (body) => seen.push(body),
  })
  const ask = async (key: string) => {
    const response = await fetch(`${provider.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }),
    })
    return [response.status, await response.text()]
  }
  expect(await ask('old')).toMatchObject([200, expect.any(String)])
  provider.keys.rotate()
  expect(await ask('old')).toMatchObject([401, expect.stringContaining('invalid x-api-key')])
  expect(await ask('new')).toMatchObject([200, expect.any(String)])
  expect(seen.flatMap((body) => (body.kind === 'provider-replying' ? [body.status] : []))).toEqual([200, 401, 200])
})
