import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { emptyArray, functionName, longText, missing, unknownValue, wrongType } from './openai-fields.ts'
import { say, type Words } from './words.ts'

type Call = { id: string }

const roles = ['system', 'assistant', 'user', 'function', 'tool', 'developer']
const maxIdLength = 40
const maxNameLength = 64

/**
 * What the Chat Completions API answers to a request it rejects: the first rule that is broken, in the order measured on
 * the API: each message's fields, then the model's capabilities, then pairing, and missing content last.
 *
 * Not settled: the index in "did not have response messages"; ours names the message that should have been a result.
 * Not settled, so accepted: arguments that are no JSON, one id for two calls of a message.
 */
export function judgeCompletions(body: unknown): Rejection | null {
  const words = isObject(body) ? firstBroken(body) : say('We could not parse the JSON body of your request.')
  return words === undefined ? null : { status: 400, type: 'invalid_request_error', param: null, code: null, ...words }
}

function firstBroken(body: Json): Words | undefined {
  if (body.messages === undefined) return missing('messages')
  if (!Array.isArray(body.messages)) return wrongType('messages', 'an array of objects', body.messages)
  if (body.messages.length === 0) return emptyArray('messages')
  const messages = body.messages as Json[]
  return (
    firstOf(messages, messageField) ??
    firstOf(listOf(body, 'tools'), toolField) ??
    unsupported(body) ??
    firstOf(messages, (message, n) => pairing(messages, message, n)) ??
    firstOf(messages, missingContent)
  )
}

// --- each message's fields

function messageField(message: unknown, n: number): Words | undefined {
  const path = `messages[${n}]`
  if (!isObject(message)) return wrongType(path, 'an object', message)
  return badRole(message, path) ?? badContent(message, path) ?? badCalls(message, path) ?? badToolId(message, path)
}

function badRole({ role }: Json, path: string): Words | undefined {
  if (role === undefined) return missing(`${path}.role`)
  if (roles.includes(String(role))) return undefined
  return unknownValue(`${path}.role`, role, "'system', 'assistant', 'user', 'function', 'tool', and 'developer'")
}

function badContent({ role, content }: Json, path: string): Words | undefined {
  if (content === undefined && role === 'developer') return missing(`${path}.content`)
  if (content === undefined || content === null || typeof content === 'string') return undefined
  if (!Array.isArray(content)) return wrongType(`${path}.content`, 'one of a string or array of objects', content)
  return firstOf(content, (part, n) => {
    const at = `${path}.content[${n}]`
    if (!isObject(part)) return wrongType(at, 'an object', part)
    return part.type === undefined ? missing(`${at}.type`) : undefined
  })
}

function badCalls({ role, tool_calls: calls }: Json, path: string): Words | undefined {
  if (role !== 'assistant' || calls === undefined || calls === null) return undefined
  if (!Array.isArray(calls)) return wrongType(`${path}.tool_calls`, 'an array of objects', calls)
  if (calls.length === 0) return emptyArray(`${path}.tool_calls`)
  return firstOf(calls, (call, n) => badCall(call, `${path}.tool_calls[${n}]`))
}

function badCall(call: unknown, path: string): Words | undefined {
  if (!isObject(call)) return wrongType(path, 'an object', call)
  const { id, type } = call
  if (id === undefined) return missing(`${path}.id`)
  if (type === undefined) return missing(`${path}.type`)
  const long = longText(`${path}.id`, String(id), maxIdLength)
  return long ?? (type === 'function' ? badFunction(call.function, `${path}.function`) : undefined)
}

function badFunction(called: unknown, path: string): Words | undefined {
  if (called === undefined) return missing(path)
  if (!isObject(called)) return wrongType(path, 'an object', called)
  const { name } = called
  return functionName(`${path}.name`, name) ?? longText(`${path}.name`, String(name), maxNameLength)
}

function badToolId({ role, tool_call_id: id }: Json, path: string): Words | undefined {
  return role === 'tool' ? longText(`${path}.tool_call_id`, String(id), maxIdLength) : undefined
}

function toolField(tool: unknown, n: number): Words | undefined {
  const path = `tools[${n}]`
  if (!isObject(tool)) return wrongType(path, 'an object', tool)
  if (tool.type === undefined) return missing(`${path}.type`)
  return tool.type === 'function' ? badFunction(tool.function, `${path}.function`) : undefined
}

function unsupported({ model, max_tokens: maxTokens }: Json): Words | undefined {
  if (maxTokens === undefined || maxTokens === null || !/^(o\d|gpt-5)/.test(String(model))) return undefined
  return say(
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    { param: 'max_tokens', code: 'unsupported_parameter' },
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
  const rest = messages.slice(n + 1)
  const end = rest.findIndex(({ role }) => role !== 'tool')
  return end < 0 ? rest : rest.slice(0, end)
}

/** A result that is wrong itself is told before those that are not there. */
function unanswered(messages: readonly Json[], message: Json, n: number): Words | undefined {
  const results = resultsAfter(messages, n)
  const answered = new Set(results.map(({ tool_call_id: id }) => id))
  const open = callsOf(message).filter(({ id }) => !answered.has(id))
  const wrong = firstOf(results, (result, index) => orphan(messages, result, n + 1 + index))
  if (open.length === 0 || wrong !== undefined) return wrong
  const ids = open.map(({ id }) => id).join(', ')
  const at = Math.min(n + 1 + results.length, messages.length - 1)
  return say(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids}`,
    { param: `messages.[${at}].role` },
  )
}

function orphan(messages: readonly Json[], { tool_call_id: id }: Json, n: number): Words | undefined {
  const caller = messages.slice(0, n).findLastIndex(({ role }) => role !== 'tool')
  const called = callsOf(messages[caller]).map((call) => call.id)
  if (called.length === 0)
    return say(
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      { param: `messages.[${n}].role` },
    )
  const param = `messages.[${n}].tool_call_id`
  if (id === undefined || id === null)
    return say("Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.", { param })
  if (!called.includes(String(id)))
    return say(`Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`, { param })
  const before = messages.findIndex((other, index) => index > caller && index < n && other.tool_call_id === id)
  if (before < 0) return undefined
  return say(
    `Invalid parameter: Duplicate value for 'tool_call_id' of '${id}', in messages[${before}] and messages[${n}].`,
    { param },
  )
}

function missingContent(message: Json, n: number): Words | undefined {
  const { role, content, refusal, function_call: called, audio } = message
  if (content !== undefined && content !== null) return undefined
  if (role === 'assistant' && (callsOf(message).length > 0 || refusal || called || audio)) return undefined
  return say("Invalid value for 'content': expected a string, got null.", { param: `messages.[${n}].content` })
}
