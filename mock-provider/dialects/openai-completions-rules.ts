import type { Rejection } from '../../harness/record/entry.ts'
import type { WireRequest } from '../dialect.ts'
import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { rejectionIn } from './evidence.ts'
import { judgeOpenaiHeaders } from './headers.ts'
import { completionsEvidence } from './openai-completions-evidence.ts'
import { judgeMessages } from './openai-completions-messages.ts'
import { judgeOptions, unknownField } from './openai-completions-options.ts'
import { emptyArray, missing, wrongType } from './openai-fields.ts'
import { say, type Words } from './words.ts'

type Call = { id: string }

/**
 * What the Chat Completions API answers to a request it rejects: the first rule that is broken, in the order measured on
 * the API: fields that are missing or unknown, each message's fields, the options, what the model knows, then pairing, and
 * missing content last.
 *
 * Not settled: the index in "did not have response messages"; ours names the message that should have been a result.
 * Not settled, so accepted: arguments that are no JSON, one id for two calls of a message, images beside a tool's result for
 * models since GPT-5.
 */
export function judgeCompletions({ body, headers }: Pick<WireRequest, 'body' | 'headers'>): Rejection | null {
  const words =
    judgeOpenaiHeaders(headers) ??
    (isObject(body) ? firstBroken(body) : say('no-json', 'We could not parse the JSON body of your request.'))
  return rejectionIn(words, completionsEvidence, {
    status: 400,
    type: 'invalid_request_error',
    param: null,
    code: null,
  })
}

function firstBroken(body: Json): Words | undefined {
  if (!body.model) return say('no-model', 'you must provide a model parameter')
  if (body.messages === undefined) return missing('messages')
  const unknown = unknownField(body)
  if (unknown !== undefined) return unknown
  if (!Array.isArray(body.messages)) return wrongType('messages', 'an array of objects', body.messages)
  if (body.messages.length === 0) return emptyArray('messages')
  const messages = body.messages as Json[]
  return (
    judgeMessages(body, messages) ??
    judgeOptions(body) ??
    firstOf(messages, (message, n) => pairing(messages, message, n)) ??
    firstOf(messages, missingContent)
  )
}

// --- pairing

function pairing(messages: readonly Json[], message: Json, n: number): Words | undefined {
  if (message.role === 'tool') return orphan(messages, message, n)
  return message.role === 'assistant' ? unanswered(messages, message, n) : undefined
}

function callsOf(message: Json | undefined): Call[] {
  return message?.role === 'assistant' ? (listOf(message, 'tool_calls') as Call[]) : []
}

/** The results right after a message, up to the first message that is none. */
function resultsAfter(messages: readonly Json[], n: number): Json[] {
  let end = n + 1
  while (messages[end]?.role === 'tool') end++
  return messages.slice(n + 1, end)
}

/** A result that is wrong itself is told before those that are not there. */
function unanswered(messages: readonly Json[], message: Json, n: number): Words | undefined {
  const calls = callsOf(message)
  if (calls.length === 0) return undefined
  const results = resultsAfter(messages, n)
  const answered = new Set(results.map(({ tool_call_id: id }) => id))
  const open = calls.filter(({ id }) => !answered.has(id))
  const wrong = firstOf(results, (result, index) => orphan(messages, result, n + 1 + index))
  if (open.length === 0 || wrong !== undefined) return wrong
  const ids = open.map(({ id }) => id).join(', ')
  const at = Math.min(n + 1 + results.length, messages.length - 1)
  return say(
    'call-without-result',
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids}`,
    { param: `messages.[${at}].role` },
  )
}

function orphan(messages: readonly Json[], { tool_call_id: id }: Json, n: number): Words | undefined {
  let caller = n - 1
  while (messages[caller]?.role === 'tool') caller--
  const called = callsOf(messages[caller]).map((call) => call.id)
  if (called.length === 0)
    return say(
      'result-without-calls',
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      { param: `messages.[${n}].role` },
    )
  const param = `messages.[${n}].tool_call_id`
  if (id === undefined || id === null)
    return say(
      'result-without-id',
      "Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.",
      { param },
    )
  if (!called.includes(String(id)))
    return say(
      'result-without-call',
      `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`,
      { param },
    )
  const twin = messages.slice(caller + 1, n).findIndex((other) => other.tool_call_id === id)
  if (twin < 0) return undefined
  const before = caller + 1 + twin
  return say(
    'result-repeated',
    `Invalid parameter: Duplicate value for 'tool_call_id' of '${id}', in messages[${before}] and messages[${n}].`,
    { param },
  )
}

function missingContent(message: Json, n: number): Words | undefined {
  const { role, content, refusal, function_call: called, audio } = message
  if (content !== undefined && content !== null) return undefined
  if (role === 'assistant' && (callsOf(message).length > 0 || refusal || called || audio)) return undefined
  return say('no-content', "Invalid value for 'content': expected a string, got null.", {
    param: `messages.[${n}].content`,
  })
}
