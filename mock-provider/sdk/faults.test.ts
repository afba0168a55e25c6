import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import type { Instant, WireFault } from '../wire-fault.ts'
import { ask, type Outcome } from './ask.ts'
import { type Api, apis, type Heard, modes } from './chats.ts'

type ErrorClass = new (...args: never[]) => Error
type Check = (outcome: Outcome, whole: Heard) => void
type ByApi = Readonly<Record<Api, Check>>

/** The SDK throws an error of this very class. */
function throws(errorClass: ErrorClass, like: object = {}): Check {
  return ({ thrown, landed }) => {
    expect(Object(thrown).constructor).toBe(errorClass)
    expect(thrown).toMatchObject(like)
    expect(landed).toBe(true)
  }
}

/** The fault comes, and the SDK hears this; what is left out is as in the whole reply. */
function hears(other: (whole: Heard) => Partial<Heard>): Check {
  return ({ heard, landed }, whole) => {
    expect(heard).toEqual({ ...whole, ...other(whole) })
    expect(landed).toBe(true)
  }
}

const hearsAll = hears(() => ({}))

/** The instant does not come, so that the reply is whole and nothing is said to be broken. */
const untouched: Check = ({ heard, landed }, whole) => {
  expect(heard).toEqual(whole)
  expect(landed).toBe(false)
}

/** A call of Google's comes whole in one event, and nobody looks at its id: the event twice is the call twice. */
const callTwice = hears(({ calls }) => ({ calls: [...calls, ...calls.slice(-1)] }))

const all = (check: Check) => Object.fromEntries(apis.map((api) => [api, check])) as ByApi

/**
 * What goes wrong after the headers is no `APIConnectionError`: the SDKs' helpers for streams wrap whatever they meet in their base
 * class (`#handleError` in Anthropic's `MessageStream` and OpenAI's `EventStream`), and Google's SDK has no such helper.
 */
const wrapped = (cause: ErrorClass): ByApi => ({
  'anthropic-messages': throws(Anthropic.AnthropicError, { cause: expect.any(cause) }),
  'openai-completions': throws(OpenAI.OpenAIError, { cause: expect.any(cause) }),
  'openai-responses': throws(OpenAI.OpenAIError, { cause: expect.any(cause) }),
  'google-generative-ai': throws(cause),
})

type Row = {
  readonly what: string
  readonly fault: (at: Instant) => WireFault
  /** where a stream breaks; a reply that is not streamed is one write */
  readonly at: Instant
  readonly streaming: ByApi
  readonly notStreaming: ByApi
}

const part = (after: 'start' | 'input' | 'end', nth = 1): Instant => ({ call: 'b', after, nth })
const repeated = (at: Instant): WireFault => ({ kind: 'repeated', at })

const rows: readonly Row[] = [
  {
    what: 'a cut in good order',
    fault: (at) => ({ kind: 'cut', by: 'fin', at }),
    at: part('end'),
    streaming: wrapped(TypeError),
    notStreaming: all(throws(TypeError, { message: 'terminated' })),
  },
  {
    what: 'a reset',
    fault: (at) => ({ kind: 'cut', by: 'rst', at }),
    at: part('end'),
    streaming: wrapped(TypeError),
    notStreaming: all(throws(TypeError, { message: 'terminated' })),
  },
  {
    what: 'truncated JSON',
    fault: (at) => ({ kind: 'truncated-json', at }),
    at: part('end'),
    streaming: wrapped(SyntaxError),
    notStreaming: all(throws(SyntaxError)),
  },
  {
    what: 'the end of a call twice',
    fault: repeated,
    at: part('end'),
    streaming: {
      'anthropic-messages': hearsAll,
      // the end is the last piece of the arguments; the SDK hands on what is no JSON, and it is the test that parses it
      'openai-completions': throws(SyntaxError),
      'openai-responses': hearsAll,
      'google-generative-ai': callTwice,
    },
    notStreaming: all(untouched),
  },
  {
    what: 'the start of a call twice',
    fault: repeated,
    at: part('start'),
    streaming: {
      // each start is a block of its own, and the deltas find theirs by its index: an empty call with the same id is left over
      'anthropic-messages': hears(({ calls }) => ({
        calls: [...calls, ...calls.slice(-1).map((call) => ({ ...call, input: {} }))],
      })),
      'openai-completions': hearsAll,
      'openai-responses': hearsAll,
      'google-generative-ai': callTwice,
    },
    notStreaming: all(untouched),
  },
  {
    what: 'a piece of the arguments twice',
    fault: repeated,
    at: part('input', 2),
    streaming: {
      'anthropic-messages': throws(Anthropic.AnthropicError, { cause: expect.any(SyntaxError) }),
      'openai-completions': throws(SyntaxError),
      // the item comes whole when it is done
      'openai-responses': hearsAll,
      'google-generative-ai': callTwice,
    },
    notStreaming: all(untouched),
  },
  {
    what: 'a stream without its end',
    fault: () => ({ kind: 'no-end' }),
    at: part('end'),
    streaming: {
      'anthropic-messages': throws(Anthropic.AnthropicError, {
        message: expect.stringMatching('^stream ended without'),
      }),
      'openai-completions': throws(OpenAI.OpenAIError, { message: 'missing finish_reason for choice 0' }),
      // neither asks for the last event: only the status or the reason to finish tells that it did not come
      'openai-responses': hears(() => ({ finish: 'in_progress' })),
      'google-generative-ai': hears(() => ({ finish: undefined })),
    },
    notStreaming: all(untouched),
  },
  {
    what: 'headers that come late',
    fault: () => ({ kind: 'late', ms: 5 }),
    at: part('end'),
    streaming: all(hearsAll),
    notStreaming: all(hearsAll),
  },
  {
    what: 'a trickle',
    fault: () => ({ kind: 'trickle', bytes: 97, everyMs: 1 }),
    at: part('end'),
    streaming: all(hearsAll),
    notStreaming: all(hearsAll),
  },
]

const never: readonly WireFault[] = [{ write: 999 }, { call: 'c', after: 'end', nth: 1 } as const].flatMap(
  (at): WireFault[] => [
    { kind: 'cut', by: 'rst', at },
    { kind: 'stall', pings: false, at },
    { kind: 'truncated-json', at },
    { kind: 'repeated', at },
    { kind: 'stream-error', failure: 'overloaded', at },
  ],
)

describe.each(apis)("what the vendor's SDK for %s makes of", (api) => {
  const wholeOf = async (streams: boolean) => {
    const { heard } = await ask(api, undefined, { streams })
    expect(heard?.calls).toHaveLength(2)
    return heard as Heard
  }

  describe.each(rows)('$what', ({ fault, at, streaming, notStreaming }) => {
    test.each(modes)('$mode', async ({ streams }) => {
      // asked with a retry to spare, of which it makes no use: the headers have come
      const outcome = await ask(api, fault(streams ? at : { write: 1 }), { streams, retries: 1 })
      ;(streams ? streaming : notStreaming)[api](outcome, await wholeOf(streams))
      expect(outcome.requests).toBe(1)
    })
  })

  test.each(modes)('an instant that never comes, $mode: nothing', async ({ streams }) => {
    const whole = await wholeOf(streams)
    for (const fault of never) untouched(await ask(api, fault, { streams }), whole)
  })

  test('an error in the middle of a reply that is not streamed: nothing, there is no such thing', async () => {
    const fault = { kind: 'stream-error', failure: 'overloaded', at: { write: 1 } } as const
    untouched(await ask(api, fault, { streams: false }), await wholeOf(false))
  })
})
