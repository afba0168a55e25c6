import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dialectNamed } from '../dialects/index.ts'
import type { FailureName } from '../failure.ts'
import type { WireFault } from '../wire-fault.ts'
import { ask } from './ask.ts'
import { type Api, apis, modes } from './chats.ts'

/**
 * What the SDKs document that they try again: 408, 409, 429 and from 500 up, and connections that fail (OpenAI's README, "Retries";
 * Anthropic's `shouldRetry` in `client.ts`); Google's only when it is told to, and then 408, 429, 500 and 502 to 504.
 */
const serverSide = ['rate-limit', 'spend-cap', 'server-error', 'unavailable', 'overloaded'] as const
const triedAgain: Record<Api, readonly FailureName[]> = {
  'anthropic-messages': serverSide,
  'openai-completions': ['billing', ...serverSide],
  'openai-responses': ['billing', ...serverSide],
  'google-generative-ai': ['billing', ...serverSide],
}
const readsRetryAfter = (api: Api) => api !== 'google-generative-ai'

/** What a request is told to wait, and what the SDKs wait when they are told nothing and chance is half, in milliseconds. */
const told = 7_000
const own = 437.5

/** The SDKs' own time limit where it is given, in milliseconds; it is over when `endLimit` is called. */
const limitMs = 54_321
let endLimit: () => void

/** How long an SDK waited before it tried again, in milliseconds, though none of it was waited. */
let waits: number[]

beforeEach(() => {
  waits = []
  const start = globalThis.setTimeout
  const startSooner = (run: (argument: unknown) => void, ms?: number, argument?: unknown) => {
    if (ms === limitMs) endLimit = () => run(argument)
    if (ms !== told && ms !== own) return start(run, ms, argument)
    waits.push(ms)
    return start(run, 0, argument)
  }
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(startSooner as typeof setTimeout)
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => void vi.restoreAllMocks())

describe.each(apis)("the vendor's SDK for %s", (api) => {
  describe.each(Object.keys(dialectNamed(api).failures) as FailureName[])('after %s', (failure) => {
    const fault: WireFault = { kind: 'status', failure, retryAfterSeconds: told / 1_000 }

    if (triedAgain[api].includes(failure))
      test.each(modes)(
        'tries again, after what it is told to wait, and hears the reply, $mode',
        async ({ streams }) => {
          const { heard } = await ask(api, undefined, { streams })
          const again = await ask(api, fault, { streams, retries: 1 })
          expect(again).toMatchObject({
            requests: 2,
            landed: true,
            heard: { text: heard?.text, finish: heard?.finish },
          })
          expect(again.heard?.calls).toHaveLength(2)
          expect(waits).toEqual(readsRetryAfter(api) ? [told] : [])
        },
      )
    else
      test.each(modes)('does not try again, $mode', async ({ streams }) => {
        const { thrown, requests } = await ask(api, fault, { streams, retries: 1 })
        expect(thrown).toBeInstanceOf(Error)
        expect(requests).toBe(1)
        expect(waits).toEqual([])
      })
  })

  test('tries again when the headers take longer than its time limit', async () => {
    let asked = 0
    const watch = (kind: string) => kind === 'provider-asked' && asked++ === 0 && endLimit()
    const late: WireFault = { kind: 'late', ms: 20_000 }
    const { heard, requests } = await ask(api, late, { streams: true, retries: 1, timeoutMs: limitMs }, watch)
    expect(requests).toBe(2)
    expect(heard?.calls).toHaveLength(2)
  })
})

test.each([
  { api: 'anthropic-messages', seconds: undefined, waited: [own] },
  { api: 'openai-completions', seconds: undefined, waited: [own] },
  { api: 'openai-responses', seconds: undefined, waited: [own] },
  // Anthropic's SDK takes no time at all for not being told
  { api: 'anthropic-messages', seconds: 0, waited: [own] },
  { api: 'openai-completions', seconds: 0, waited: [] },
  { api: 'openai-responses', seconds: 0, waited: [] },
] as const)(
  "the vendor's SDK for $api waits $waited ms with retry-after $seconds",
  async ({ api, seconds, waited }) => {
    const fault: WireFault = { kind: 'status', failure: 'rate-limit', retryAfterSeconds: seconds }
    const { requests } = await ask(api, fault, { streams: false, retries: 1 })
    expect(requests).toBe(2)
    expect(waits).toEqual(waited)
  },
)

test.each([
  { failure: 'invalid-request', header: 'false' },
  { failure: 'rate-limit', header: 'true' },
  { failure: 'overloaded', header: 'true' },
  { failure: 'bad-key', header: null },
] as const)("Anthropic's SDK is told by x-should-retry $header what comes of $failure", async ({ failure, header }) => {
  const { thrown } = await ask('anthropic-messages', { kind: 'status', failure }, { streams: false })
  expect((thrown as { headers: Headers }).headers.get('x-should-retry')).toBe(header)
})
