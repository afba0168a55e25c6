import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EntryBody } from '../harness/record/entry.ts'
import { vendorNetwork } from './handlers.ts'
import { type Provider, startProvider } from './server.ts'
import type { Vendor } from './vendors.ts'

type Renewed = { access_token: string; refresh_token?: string; expires_in: number }

const endpoints = [
  {
    vendor: 'anthropic',
    url: 'https://platform.claude.com/v1/oauth/token',
    json: true,
    status: 400,
    used: 'Refresh token not found or invalid',
  },
  {
    vendor: 'openai',
    url: 'https://auth.openai.com/oauth/token',
    json: false,
    status: 401,
    used: 'refresh_token_reused',
  },
] as const
const google = 'https://oauth2.googleapis.com/token'

/** A busy machine is no failure. */
const patiently = { timeout: 4_000 }

let provider: Provider
let seen: EntryBody[]
let network: ReturnType<typeof vendorNetwork>

async function start({ holds = false } = {}): Promise<void> {
  provider = await startProvider({
    script: [],
    caller: () => null,
    seed: 5,
    note: (body) => void seen.push(body),
  })
  if (holds) provider.tokens.hold()
  network = vendorNetwork(provider.url)
  network.enable()
}
beforeEach(() => {
  seen = []
})
afterEach(async () => {
  network.disable()
  await provider[Symbol.asyncDispose]()
})

function renew(url: string, refresh: string, json = false): Promise<Response> {
  const form = { grant_type: 'refresh_token', refresh_token: refresh, client_id: 'c' }
  return fetch(url, {
    method: 'POST',
    body: json ? JSON.stringify(form) : new URLSearchParams(form),
    ...(json ? { headers: { 'content-type': 'application/json' } } : {}),
  })
}
const outcomes = () =>
  seen.flatMap((body) => (body.kind === 'oauth-answered' ? [`${body.refresh} ${body.outcome}`] : []))

describe.each(endpoints)('the token endpoint of $vendor', ({ vendor, url, json, status, used }) => {
  test('gives new tokens for a refresh token once, and says so when it is used again', async () => {
    await start()
    const first = provider.tokens.signIn(vendor)
    const renewed = (await (await renew(url, first.refresh, json)).json()) as Renewed
    expect(renewed).toMatchObject({ expires_in: 3600, token_type: 'Bearer' })
    expect(new Set([renewed.access_token, first.access]).size).toBe(2)
    const again = await renew(url, first.refresh, json)
    expect(again.status).toBe(status)
    expect(await again.text()).toContain(used)
    expect((await renew(url, String(renewed.refresh_token), json)).status).toBe(200)
    expect(outcomes()).toEqual(['refresh-1 granted', 'refresh-1 reused', 'refresh-2 granted'])
  })

  test('refuses a refresh token that it never granted', async () => {
    await start()
    expect((await renew(url, 'refresh-1', json)).status).toBe(status)
    expect(outcomes()).toEqual(['refresh-1 expired'])
  })

  test.each(['expired', 'unavailable'] as const)(
    'fails as "%s" when it is told to, after holding the ask',
    async (outcome) => {
      await start({ holds: true })
      const { refresh } = provider.tokens.signIn(vendor)
      const asked = renew(url, refresh, json)
      await expect.poll(() => seen.map(({ kind }) => kind), patiently).toEqual(['oauth-asked'])
      provider.tokens.answer(outcome)
      expect((await asked).status).toBe(outcome === 'unavailable' ? 500 : status)
      provider.tokens.releaseAll()
      expect((await renew(url, refresh, json)).status).toBe(200)
      expect(outcomes()).toEqual([`refresh-1 ${outcome}`, 'refresh-1 granted'])
    },
  )
})

test("Google's refresh token stays the same", async () => {
  await start()
  const { refresh } = provider.tokens.signIn('google')
  for (const _ of [1, 2]) expect(await (await renew(google, refresh)).json()).not.toHaveProperty('refresh_token')
  expect(outcomes()).toEqual(['refresh-1 granted', 'refresh-1 granted'])
})

test('an ask that nobody waits for any more takes no answer from another', async () => {
  await start({ holds: true })
  const { refresh } = provider.tokens.signIn('openai')
  const url = 'https://auth.openai.com/oauth/token'
  const gone = new AbortController()
  const first = fetch(url, { method: 'POST', body: 'grant_type=refresh_token', signal: gone.signal }).catch(
    () => 'gone',
  )
  await expect.poll(() => seen.length, patiently).toBe(1)
  gone.abort()
  await first
  await expect.poll(outcomes, patiently).toHaveLength(1)
  const second = renew(url, refresh)
  await expect.poll(() => seen.length, patiently).toBe(3)
  provider.tokens.answer('granted')
  expect((await second).status).toBe(200)
})

test.each([
  [
    'anthropic',
    'https://api.anthropic.com/v1/messages',
    { max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] },
  ],
  [
    'openai',
    'https://chatgpt.com/backend-api/codex/responses',
    { instructions: 'x', store: false, stream: true, input: [{ role: 'user', content: 'hi' }] },
  ],
  [
    'google',
    'https://generativelanguage.googleapis.com/v1beta/models/m:generateContent',
    { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
  ],
] as [Vendor, string, object][])(
  'a model of %s refuses a token that has expired, and takes the new one',
  async (vendor, url, body) => {
    await start()
    const { access } = provider.tokens.signIn(vendor)
    const ask = async (token: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      return (
        await fetch(url, {
          method: 'POST',
          headers,
          body: JSON.stringify(vendor === 'google' ? body : { model: 'm', ...body }),
        })
      ).status
    }
    expect(await ask(access)).toBe(200)
    provider.tokens.expire()
    expect(await ask(access)).toBe(401)
    expect(await ask(provider.tokens.signIn(vendor).access)).toBe(200)
    provider.tokens.recover()
    expect(await ask(access)).toBe(200)
  },
)
