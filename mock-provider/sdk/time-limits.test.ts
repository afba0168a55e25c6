import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { EntryBody } from '../../harness/record/entry.ts'
import { pingMs } from '../act.ts'
import type { WireFault } from '../wire-fault.ts'
import { ask } from './ask.ts'
import { apis, modes } from './chats.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** What an SDK throws when its time is over, and when it hangs up in the middle of a stream; Google's has no class for either. */
const errors = {
  'anthropic-messages': { late: Anthropic.APIConnectionTimeoutError, hungUp: Anthropic.APIUserAbortError },
  'openai-completions': { late: OpenAI.APIConnectionTimeoutError, hungUp: OpenAI.APIUserAbortError },
  'openai-responses': { late: OpenAI.APIConnectionTimeoutError, hungUp: OpenAI.APIUserAbortError },
  'google-generative-ai': { late: DOMException, hungUp: DOMException },
}

/** An SDK's time limit, in milliseconds: no other timer has it, and nobody waits for it. */
const limitMs = 54_321

/** `end` ends the time that the SDK gave itself, `isOff` tells whether the SDK has taken its limit back. */
function watchLimit() {
  const set = vi.spyOn(globalThis, 'setTimeout')
  const cleared = vi.spyOn(globalThis, 'clearTimeout')
  const index = () => set.mock.calls.findIndex(([, ms]) => ms === limitMs)
  return {
    end: () => set.mock.calls[index()]?.[0](),
    isOff: () =>
      cleared.mock.calls.some(([timer]) => timer !== undefined && timer === set.mock.results[index()]?.value),
  }
}

const stall = (streams: boolean, pings = false): WireFault => ({
  kind: 'stall',
  pings,
  at: streams ? { call: 'b', after: 'end', nth: 1 } : { write: 1 },
})

/** Resolves when the fault has landed, and does something then. */
function landing(then: () => void = () => {}) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const watch = (kind: EntryBody['kind']) => {
    if (kind !== 'provider-broke') return
    then()
    resolve()
  }
  return { landed: promise, watch }
}

const classOf = (thrown: unknown) => Object(thrown).constructor

describe.each(apis)("the vendor's SDK for %s", (api) => {
  test.each(modes)('throws the error of its time limit when the headers come too late, $mode', async ({ streams }) => {
    const { end } = watchLimit()
    const watch = (kind: EntryBody['kind']) => kind === 'provider-asked' && end()
    const { thrown } = await ask(api, { kind: 'late', ms: 20_000 }, { streams, timeoutMs: limitMs }, watch)
    expect(classOf(thrown)).toBe(errors[api].late)
  })

  if (api === 'google-generative-ai')
    test.each(modes)(
      'has its time limit for the whole reply, and throws when it stalls, $mode',
      async ({ streams }) => {
        const { watch } = landing(watchLimit().end)
        const { thrown } = await ask(api, stall(streams), { streams, timeoutMs: limitMs }, watch)
        expect(thrown).toMatchObject({ name: 'AbortError' })
      },
    )
  else
    test.each(modes)(
      'has its time limit for the headers only, and waits when the reply stalls, $mode',
      async (mode) => {
        const { streams } = mode
        const { isOff } = watchLimit()
        const { landed, watch } = landing()
        const stop = new AbortController()
        const asking = ask(api, stall(streams), { streams, timeoutMs: limitMs, signal: stop.signal }, watch)
        await landed
        await expect.poll(isOff).toBe(true)
        stop.abort()
        // only the helpers for streams wrap what the reply throws
        expect(classOf((await asking).thrown)).toBe(streams ? errors[api].hungUp : DOMException)
      },
    )

  test('hangs up in the middle of a stream when it is told to', async () => {
    const stop = new AbortController()
    const { watch } = landing(() => stop.abort())
    const { thrown } = await ask(api, stall(true), { streams: true, signal: stop.signal }, watch)
    expect(classOf(thrown)).toBe(errors[api].hungUp)
  })
})

test("pings in a stall are nothing to Anthropic's SDK, the only one whose API has them", async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let heard = ''
  const listening: typeof fetch = async (...request) => {
    const response = await fetch(...request)
    const listen = new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, onward) {
        heard += Buffer.from(bytes)
        onward.enqueue(bytes)
      },
    })
    return new Response(response.body?.pipeThrough(listen) ?? null, response)
  }
  const { landed, watch } = landing()
  const stop = new AbortController()
  const options = { streams: true, fetch: listening, signal: stop.signal }
  const asking = ask('anthropic-messages', stall(true, true), options, watch)
  await landed
  vi.advanceTimersByTime(3 * pingMs)
  await expect.poll(() => heard.match(/event: ping/g)).toHaveLength(1 + 3)
  stop.abort()
  expect(classOf((await asking).thrown)).toBe(Anthropic.APIUserAbortError)
})
