import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  asks,
  brokenPairs,
  type Call,
  conversations,
  type Message,
  withoutCall,
  withoutResult,
  withResultTwice,
} from '../sdk/conversations.ts'
import { dialectNamed } from './index.ts'

type Api = {
  readonly api: string
  /** what is said about a call without its result, a result without its call, and two results of one call */
  readonly unanswered: (id: string) => RegExp
  readonly orphan: (id: string) => RegExp
  readonly twice?: (id: string) => RegExp
}

const unequal =
  /^Please ensure that the number of function response parts is equal to the number of function call parts/
const apis: readonly Api[] = [
  {
    api: 'anthropic-messages',
    unanswered: (id) =>
      new RegExp(
        `^messages\\.\\d+: .tool_use. ids were found without .tool_result. blocks immediately after: ${id}\\. `,
      ),
    orphan: (id) => new RegExp(`unexpected .tool_use_id. found in .tool_result. blocks: ${id}\\. `),
    twice: (id) => new RegExp(`each tool_use must have a single result. Found multiple .* with id: ${id}$`),
  },
  {
    api: 'openai-completions',
    unanswered: (id) => new RegExp(`The following tool_call_ids did not have response messages: ${id}$`),
    orphan: (id) =>
      new RegExp(`'tool_call_id' of '${id}' not found|role 'tool' must be a response to a preceeding message`),
    twice: (id) => new RegExp(`Duplicate value for 'tool_call_id' of '${id}'`),
  },
  {
    api: 'openai-responses',
    unanswered: (id) => new RegExp(`^No tool output found for function call ${id}\\.$`),
    orphan: (id) => new RegExp(`^No tool call found for function call output with call_id ${id}\\.$`),
  },
  {
    api: 'google-generative-ai',
    unanswered: () => new RegExp(`${unequal.source}|^Please ensure that function call turn comes immediately after`),
    orphan: () => new RegExp(`${unequal.source}|^Please ensure that function response turn comes immediately after`),
    twice: () => unequal,
  },
]

describe.each(apis)('$api', ({ api, unanswered, orphan, twice }) => {
  const { path, write } = asks[api] as (typeof asks)[string]
  const judge = (messages: readonly Message[]) => dialectNamed(api).judge({ path, body: write(messages) })

  /** Checks that breaking any pair in a way is rejected with the words for it. */
  function expectRejected(
    breakPair: (messages: readonly Message[], call: Call) => Message[],
    said: (id: string) => RegExp,
  ): void {
    const property = fc.property(brokenPairs, ({ messages, call }) => {
      const message = expect.stringMatching(said(call.id))
      expect(judge(breakPair(messages, call))).toMatchObject({ status: 400, message })
    })
    fc.assert(property, { numRuns: 200 })
  }

  test('accepts any conversation whose calls all have their results', () => {
    const property = fc.property(conversations, (messages) => {
      expect(judge(messages)).toBeNull()
    })
    fc.assert(property, { numRuns: 200 })
  })

  test('rejects it when any one result is missing', () => expectRejected(withoutResult, unanswered))

  test('rejects it when any one call is missing and its result is not', () => expectRejected(withoutCall, orphan))

  if (twice !== undefined)
    test('rejects it when any one result comes twice', () => expectRejected(withResultTwice, twice))
})
