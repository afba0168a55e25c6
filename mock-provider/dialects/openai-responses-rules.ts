import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json, typeName } from '../json.ts'

type Words = { message: string; param?: string | null; code?: string | null; status?: number }

const prefixes: Readonly<Record<string, string>> = {
  function_call: 'fc',
  custom_tool_call: 'ctc',
  message: 'msg',
  reasoning: 'rs',
}
const keys: Readonly<Record<string, readonly string[]>> = {
  message: ['type', 'role', 'content', 'id', 'status', 'phase'],
  function_call: ['type', 'call_id', 'name', 'arguments', 'id', 'status', 'namespace', 'caller'],
  function_call_output: ['type', 'call_id', 'output', 'id', 'status', 'caller'],
  reasoning: ['type', 'id', 'summary', 'content', 'encrypted_content', 'status'],
}
const maxCallIdLength = 64
const noReasoning = 'plain'

/** The id of an item we write. Whether its response had a reasoning item is part of it, since the API demands that item back. */
export function itemId(prefix: string, nonce: string, reasoning: boolean): string {
  return `${prefix}_${reasoning ? 'thought' : noReasoning}${nonce}`
}

/**
 * What the Responses API answers to a request it rejects: each item's fields first, then ids, then reasoning, then pairing.
 * Where an output stands after its call is not settled, so any later place is accepted.
 */
export function judgeResponses(body: unknown): Rejection | null {
  const words = isObject(body)
    ? firstBroken(body)
    : { message: 'We could not parse the JSON body of your request.', param: null }
  if (words === undefined) return null
  return { status: 400, type: 'invalid_request_error', param: 'input', code: null, ...words }
}

function firstBroken(body: Json): Words | undefined {
  const unknown = body.previous_response_id
  if (unknown !== undefined && unknown !== null && !String(unknown).startsWith('resp_gatecrash')) {
    const message = `Previous response with id '${unknown}' not found.`
    return { message, param: 'previous_response_id', code: 'previous_response_not_found' }
  }
  if (body.input === undefined) return missing('input')
  if (!Array.isArray(body.input)) return undefined
  const items = body.input as Json[]
  return (
    firstOf(items, itemField) ??
    repeatedId(items) ??
    firstOf(items, (item, n) => reasoningKept(body, items, item, n)) ??
    pairing(items, unknown !== undefined && unknown !== null)
  )
}

function typeOf(item: Json): string {
  return String(item.type ?? (item.role === undefined ? '' : 'message'))
}

// --- each item's fields

function itemField(item: unknown, n: number): Words | undefined {
  const path = `input[${n}]`
  if (!isObject(item))
    return {
      message: `Invalid type for '${path}': expected an object, but got ${typeName(item)} instead.`,
      param: path,
      code: 'invalid_type',
    }
  return (
    badRole(item, path) ??
    unknownKey(item, path) ??
    badId(item, path) ??
    badCallId(item, path) ??
    badContent(item, path)
  )
}

function badRole(item: Json, path: string): Words | undefined {
  if (typeOf(item) !== 'message' || ['assistant', 'system', 'developer', 'user'].includes(String(item.role)))
    return undefined
  const known = "'assistant', 'system', 'developer', and 'user'"
  return {
    message: `Invalid value: '${item.role}'. Supported values are: ${known}.`,
    param: path,
    code: 'invalid_value',
  }
}

function unknownKey(item: Json, path: string): Words | undefined {
  const known = keys[typeOf(item)]
  const stranger = Object.keys(item).find(
    (key) => known !== undefined && (!known.includes(key) || (key === 'status' && item.status === null)),
  )
  if (stranger === undefined) return undefined
  return {
    message: `Unknown parameter: '${path}.${stranger}'.`,
    param: `${path}.${stranger}`,
    code: 'unknown_parameter',
  }
}

function badId(item: Json, path: string): Words | undefined {
  const prefix = prefixes[typeOf(item)]
  if (prefix === undefined || item.id === undefined || item.id === null) return undefined
  const id = String(item.id)
  const bad = { param: `${path}.id`, code: 'invalid_value' }
  if (!/^[a-zA-Z0-9_-]+$/.test(id))
    return {
      message: `Invalid '${path}.id': '${id}'. Expected an ID that contains letters, numbers, underscores, or dashes, but this value contained additional characters.`,
      ...bad,
    }
  return id.startsWith(prefix)
    ? undefined
    : { message: `Invalid '${path}.id': '${id}'. Expected an ID that begins with '${prefix}'.`, ...bad }
}

function badCallId(item: Json, path: string): Words | undefined {
  const type = typeOf(item)
  const isOutput = type === 'function_call_output'
  if (type !== 'function_call' && !isOutput) return undefined
  if (item.call_id === undefined) return missing(`${path}.call_id`)
  if (isOutput && item.output === undefined) return missing(`${path}.output`)
  const { length } = String(item.call_id)
  if (length <= maxCallIdLength) return undefined
  const message = `Invalid '${path}.call_id': string too long. Expected a string with maximum length ${maxCallIdLength}, but got a string with length ${length} instead.`
  return { message, param: `${path}.call_id`, code: 'string_above_max_length' }
}

function missing(param: string): Words {
  return { message: `Missing required parameter: '${param}'.`, param, code: 'missing_required_parameter' }
}

function badContent(item: Json, path: string): Words | undefined {
  if (item.role !== 'assistant' || !Array.isArray(item.content)) return undefined
  return firstOf(item.content as Json[], ({ type }, n) => {
    if (type === 'output_text' || type === 'refusal') return undefined
    return {
      message: `Invalid value: '${type}'. Supported values are: 'output_text' and 'refusal'.`,
      param: `${path}.content[${n}]`,
      code: 'invalid_value',
    }
  })
}

function repeatedId(items: readonly Json[]): Words | undefined {
  const ids = items.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  return repeated === undefined
    ? undefined
    : { message: `Duplicate item found with id ${repeated}. Remove duplicate items from your input and try again.` }
}

// --- reasoning

function reasoningKept(body: Json, items: readonly Json[], item: Json, n: number): Words | undefined {
  const type = typeOf(item)
  if (type === 'reasoning') return notPersisted(body, item) ?? withoutFollower(items, item, n)
  const id = typeof item.id === 'string' && (type === 'function_call' || type === 'message') ? item.id : undefined
  if (id === undefined || body.store === false || !needsReasoning(id) || followsReasoning(items, n)) return undefined
  const wanted = `rs_${id.slice(id.indexOf('_') + 1)}`
  return { message: `Item '${id}' of type '${type}' was provided without its required 'reasoning' item: '${wanted}'.` }
}

function notPersisted({ store }: Json, { id, encrypted_content: encrypted }: Json): Words | undefined {
  if (store !== false || id === undefined || typeof encrypted === 'string') return undefined
  return {
    status: 404,
    message: `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
  }
}

function withoutFollower(items: readonly Json[], { id }: Json, n: number): Words | undefined {
  const next = items.slice(n + 1).find((item) => typeOf(item) !== 'reasoning')
  const follows =
    next !== undefined &&
    typeOf(next) !== 'function_call_output' &&
    (next.role === undefined || next.role === 'assistant')
  return follows
    ? undefined
    : { message: `Item '${id}' of type 'reasoning' was provided without its required following item.` }
}

/** Whether a reasoning item stands before an item in the same reply of the model. */
function followsReasoning(items: readonly Json[], n: number): boolean {
  const isOthers = (item: Json) =>
    typeOf(item) === 'function_call_output' || (item.role !== undefined && item.role !== 'assistant')
  const from = items.slice(0, n).findLastIndex(isOthers)
  return items.slice(from + 1, n).some((item) => typeOf(item) === 'reasoning')
}

/**
 * Whether the response that an item came from had reasoning. Of ours the id tells. Of a stored response of the real API nothing
 * can be told, so its long ids are taken as they are; the short ones of written examples are held to the rule.
 */
function needsReasoning(id: string): boolean {
  return id.includes('_thought') || (id.length < 24 && !id.includes(`_${noReasoning}`))
}

// --- pairing

function pairing(items: readonly Json[], continues: boolean): Words | undefined {
  const callIds = (type: string) => items.flatMap((item) => (typeOf(item) === type ? [String(item.call_id)] : []))
  const called = callIds('function_call')
  const answered = callIds('function_call_output')
  const open = called.find((id) => !answered.includes(id))
  if (open !== undefined) return { message: `No tool output found for function call ${open}.` }
  return firstOf(items, (item, n) =>
    typeOf(item) === 'function_call_output' && !continues ? outputBeforeCall(items, item, n) : undefined,
  )
}

function outputBeforeCall(items: readonly Json[], { call_id: id }: Json, n: number): Words | undefined {
  const earlier = items.slice(0, n).some((item) => typeOf(item) === 'function_call' && item.call_id === id)
  return earlier ? undefined : { message: `No tool call found for function call output with call_id ${id}.` }
}
