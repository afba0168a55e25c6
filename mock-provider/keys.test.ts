import { expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import { startProvider } from './server.ts'

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
