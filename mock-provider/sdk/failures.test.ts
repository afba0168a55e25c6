import Anthropic from '@anthropic-ai/sdk'
import { ApiError } from '@google/genai'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { dialectNamed } from '../dialects/index.ts'
import type { Failure, FailureName } from '../failure.ts'
import { ask } from './ask.ts'
import { type Api, apis, modes } from './chats.ts'

type ErrorClass = new (...args: never[]) => Error

/**
 * What the SDKs document (OpenAI's README, "Handling errors"; Anthropic's `core/error.ts` and `core/error-classes.ts`; Google's
 * README, "Error Handling": one class, with the status). OpenAI's class for 413 is the base class; its README lists no other.
 */
const documented: Record<FailureName, { anthropic: ErrorClass; openai: ErrorClass; google: number }> = {
  'invalid-request': { anthropic: Anthropic.BadRequestError, openai: OpenAI.BadRequestError, google: 400 },
  unpaired: { anthropic: Anthropic.BadRequestError, openai: OpenAI.BadRequestError, google: 400 },
  billing: { anthropic: Anthropic.BadRequestError, openai: OpenAI.RateLimitError, google: 429 },
  'bad-key': { anthropic: Anthropic.AuthenticationError, openai: OpenAI.AuthenticationError, google: 400 },
  'no-key': { anthropic: Anthropic.AuthenticationError, openai: OpenAI.AuthenticationError, google: 403 },
  'token-expired': { anthropic: Anthropic.AuthenticationError, openai: OpenAI.AuthenticationError, google: 401 },
  forbidden: { anthropic: Anthropic.PermissionDeniedError, openai: OpenAI.PermissionDeniedError, google: 403 },
  'unknown-model': { anthropic: Anthropic.NotFoundError, openai: OpenAI.NotFoundError, google: 404 },
  'too-large': { anthropic: Anthropic.ContentTooLargeError, openai: OpenAI.APIError, google: 413 },
  'rate-limit': { anthropic: Anthropic.RateLimitError, openai: OpenAI.RateLimitError, google: 429 },
  'spend-cap': { anthropic: Anthropic.EnforcedSpendLimitReachedError, openai: OpenAI.RateLimitError, google: 429 },
  'server-error': { anthropic: Anthropic.InternalServerError, openai: OpenAI.InternalServerError, google: 500 },
  unavailable: { anthropic: Anthropic.ServiceUnavailableError, openai: OpenAI.InternalServerError, google: 503 },
  overloaded: { anthropic: Anthropic.OverloadedError, openai: OpenAI.InternalServerError, google: 503 },
}
const names = Object.keys(documented) as FailureName[]

type Seen = {
  readonly thrown: unknown
  readonly failure: Failure
  readonly name: FailureName
  readonly streams: boolean
}
type Check = (seen: Seen) => void

const isA = (thrown: unknown, errorClass: ErrorClass) => expect(Object(thrown).constructor).toBe(errorClass)

const openaiFailed: Check = ({ thrown, failure: { status, type, message, code = null }, name }) => {
  isA(thrown, documented[name].openai)
  const requestID = 'req_gatecrashfault'
  expect(thrown).toMatchObject({ status, type, code, param: null, message: `${status} ${message}`, requestID })
}

/** How each SDK shows a request that failed. */
const failed: Record<Api, Check> = {
  'anthropic-messages': ({ thrown, failure: { status, type, message, code = null }, name }) => {
    isA(thrown, documented[name].anthropic)
    const requestID = 'req_gatecrashfault'
    expect(thrown).toMatchObject({ status, type, apiMessage: message, errorCode: code, requestID })
  },
  'openai-completions': openaiFailed,
  'openai-responses': openaiFailed,
  'google-generative-ai': ({ thrown, failure: { type, message }, name, streams }) => {
    isA(thrown, ApiError)
    const code = documented[name].google
    expect(thrown).toMatchObject({ status: code })
    const said = JSON.parse((thrown as ApiError).message)
    // what answers a stream is not called JSON, so that the SDK takes it for a text (google-gemini/gemini-cli#15745)
    expect(streams ? JSON.parse(said.error.message) : said).toEqual({ error: { code, message, status: type } })
  },
}

const openaiFailedInStream: Check = ({ thrown, failure: { type, message, code = null } }) => {
  isA(thrown, OpenAI.APIError)
  const requestID = expect.stringMatching(/^req_Q/)
  expect(thrown).toMatchObject({ status: undefined, type, code, param: null, message, requestID })
}

/** How each SDK shows an error in the middle of a stream, whose status was 200: only Google's tells one by its status. */
const failedInStream: Record<Api, Check> = {
  'anthropic-messages': ({ thrown, failure: { type, message } }) => {
    isA(thrown, Anthropic.APIError)
    const requestID = expect.stringMatching(/^req_Q/)
    expect(thrown).toMatchObject({ status: undefined, type, apiMessage: message, requestID })
  },
  'openai-completions': openaiFailedInStream,
  'openai-responses': openaiFailedInStream,
  'google-generative-ai': ({ thrown, failure: { type, message }, name }) => {
    isA(thrown, ApiError)
    const code = documented[name].google
    const body = JSON.stringify({ error: { code, message, status: type } })
    expect(thrown).toMatchObject({ status: code, message: `got status: ${type}. ${body}` })
  },
}

describe.each(apis)("the vendor's SDK for %s throws the error it documents", (api) => {
  describe.each(names)('for %s', (name) => {
    const failure = dialectNamed(api).failures[name]

    test.each(modes)('when the request fails, $mode', async ({ streams }) => {
      const { thrown, requests } = await ask(api, { kind: 'status', failure: name }, { streams })
      failed[api]({ thrown, failure, name, streams })
      expect(requests).toBe(1)
    })

    test('when the stream fails in the middle', async () => {
      // in the middle of an event, where a call of Google's is one; the error comes after it
      const at = { call: 'a', after: 'input', nth: 2 } as const
      const { thrown, requests } = await ask(
        api,
        { kind: 'stream-error', failure: name, at },
        { streams: true, retries: 1 },
      )
      failedInStream[api]({ thrown, failure, name, streams: true })
      expect(requests).toBe(1)
    })
  })
})
