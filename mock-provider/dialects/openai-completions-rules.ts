import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json, listOf, typeName } from '../json.ts'

type Words = { message: string; param: string | null; code: string | null }
type Call = { id: string }

const roles = ['system', 'assistant', 'user', 'function', 'tool', 'developer']
const namePattern = /^[a-zA-Z0-9_-]+$/
const maxIdLength = 40

/**
 * What the Chat Completions API answers to a request it rejects: the first rule that is broken, in the order measured on
 * the API: each message's fields, then the model's capabilities, then pairing, and missing content last.
 * The index in "did not have response messages" is not settled; ours names the message that should have been a result.
 */
export function judgeCompletions(body: unknown): Rejection | null {
  const words = isObject(body)
    ? firstBroken(body)
    : inSchema('We could not parse the JSON body of your request.', null, null)
  return words === undefined ? null : { status: 400, type: 'invalid_request_error', ...words }
}

function firstBroken(body: Json): Words | undefined {
  if (!Array.isArray(body.messages)) return missing('messages')
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

function inSchema(message: string, param: string | null, code: string | null): Words {
  return { message, param, code }
}

function missing(path: string): Words {
  return inSchema(`Missing required parameter: '${path}'.`, path, 'missing_required_parameter')
}

function emptyArray(path: string): Words {
  const message = `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`
  return inSchema(message, path, 'empty_array')
}

function wrongType(path: string, wanted: string, got: unknown): Words {
  const name = typeName(got)
  const article = /^[aeiou]/.test(name) ? 'an' : 'a'
  const message = `Invalid type for '${path}': expected ${wanted}, but got ${article} ${name} instead.`
  return inSchema(message, path, 'invalid_type')
}

function tooLong(path: string, text: string): Words {
  const message = `Invalid '${path}': string too long. Expected a string with maximum length ${maxIdLength}, but got a string with length ${text.length} instead.`
  return inSchema(message, path, 'string_above_max_length')
}

function badName(path: string): Words {
  const message = `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`
  return inSchema(message, path, 'invalid_value')
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
  const known = "'system', 'assistant', 'user', 'function', 'tool', and 'developer'"
  return inSchema(`Invalid value: '${role}'. Supported values are: ${known}.`, `${path}.role`, 'invalid_value')
}

function badContent({ role, content }: Json, path: string): Words | undefined {
  if (content === undefined && role === 'developer') return missing(`${path}.content`)
  if (content === undefined || content === null || typeof content === 'string' || Array.isArray(content))
    return undefined
  return wrongType(`${path}.content`, 'one of a string or array of objects', content)
}

function badCalls({ role, tool_calls: calls }: Json, path: string): Words | undefined {
  if (role !== 'assistant' || calls === undefined || calls === null) return undefined
  if (!Array.isArray(calls)) return wrongType(`${path}.tool_calls`, 'an array of objects', calls)
  if (calls.length === 0) return emptyArray(`${path}.tool_calls`)
  return firstOf(calls, (call, n) => badCall(call, `${path}.tool_calls[${n}]`))
}

function badCall(call: unknown, path: string): Words | undefined {
  if (!isObject(call)) return wrongType(path, 'an object', call)
  if (call.id === undefined) return missing(`${path}.id`)
  if (String(call.id).length > maxIdLength) return tooLong(`${path}.id`, String(call.id))
  const named = call.type === 'custom' ? call.custom : call.function
  const name = isObject(named) ? named.name : undefined
  if (name === undefined) return missing(`${path}.function.name`)
  return namePattern.test(String(name)) ? undefined : badName(`${path}.function.name`)
}

function badToolId({ role, tool_call_id: id }: Json, path: string): Words | undefined {
  return role === 'tool' && String(id).length > maxIdLength ? tooLong(`${path}.tool_call_id`, String(id)) : undefined
}

function toolField(tool: unknown, n: number): Words | undefined {
  const name = isObject(tool) && isObject(tool.function) ? tool.function.name : undefined
  if (name === undefined)
    return isObject(tool) && tool.type === 'function' ? missing(`tools[${n}].function`) : undefined
  return namePattern.test(String(name)) ? undefined : badName(`tools[${n}].function.name`)
}

function unsupported({ model, max_tokens: maxTokens }: Json): Words | undefined {
  if (maxTokens === undefined || maxTokens === null || !/^(o\d|gpt-5)/.test(String(model))) return undefined
  const message =
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
  return inSchema(message, 'max_tokens', 'unsupported_parameter')
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

function unanswered(messages: readonly Json[], message: Json, n: number): Words | undefined {
  const results = resultsAfter(messages, n)
  const answered = new Set(results.map(({ tool_call_id: id }) => id))
  const open = callsOf(message).filter(({ id }) => !answered.has(id))
  const wrong = firstOf(results, (result, index) => orphan(messages, result, n + 1 + index))
  if (open.length === 0 || wrong !== undefined) return wrong
  const ids = open.map(({ id }) => id).join(', ')
  const text = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids}`
  const at = Math.min(n + 1 + results.length, messages.length - 1)
  return inSchema(text, `messages.[${at}].role`, null)
}

function orphan(messages: readonly Json[], message: Json, n: number): Words | undefined {
  const caller = messages.slice(0, n).findLastIndex(({ role }) => role !== 'tool')
  const called = callsOf(messages[caller]).map(({ id }) => id)
  if (called.length === 0) {
    const text =
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
    return inSchema(text, `messages.[${n}].role`, null)
  }
  return badAnswer(messages, message, n, caller, called)
}

function badAnswer(
  messages: readonly Json[],
  { tool_call_id: id }: Json,
  n: number,
  caller: number,
  called: readonly string[],
) {
  const param = `messages.[${n}].tool_call_id`
  if (id === undefined)
    return inSchema(
      "Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.",
      param,
      null,
    )
  if (!called.includes(String(id)))
    return inSchema(
      `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`,
      param,
      null,
    )
  const before = messages.findIndex((other, index) => index > caller && index < n && other.tool_call_id === id)
  if (before < 0) return undefined
  return inSchema(
    `Invalid parameter: Duplicate value for 'tool_call_id' of '${id}', in messages[${before}] and messages[${n}].`,
    param,
    null,
  )
}

function missingContent(message: Json, n: number): Words | undefined {
  const { role, content, refusal, function_call: called, audio } = message
  if (content !== undefined && content !== null) return undefined
  if (role === 'assistant' && (callsOf(message).length > 0 || refusal || called || audio)) return undefined
  return inSchema("Invalid value for 'content': expected a string, got null.", `messages.[${n}].content`, null)
}
