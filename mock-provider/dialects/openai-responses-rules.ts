import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { functionName, longText, missing, unknownValue, wrongType } from './openai-fields.ts'
import { say, type Words } from './words.ts'

const prefixes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    function_call: 'fc',
    custom_tool_call: 'ctc',
    message: 'msg',
    reasoning: 'rs',
  }),
)
const required: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    message: ['role', 'content'],
    function_call: ['call_id', 'name', 'arguments'],
    function_call_output: ['call_id', 'output'],
  }),
)
const keys: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    message: ['type', 'role', 'content', 'id', 'status', 'phase'],
    function_call: ['type', 'call_id', 'name', 'arguments', 'id', 'status', 'namespace', 'caller'],
    function_call_output: ['type', 'call_id', 'output', 'id', 'status', 'caller'],
    reasoning: ['type', 'id', 'summary', 'content', 'encrypted_content', 'status'],
  }),
)
const maxIdLength = 64
const noReasoning = 'plain'

/** The id of an item we write. Whether its response had a reasoning item is part of it, since the API demands that item back. */
export function itemId(prefix: string, nonce: string, reasoning: boolean): string {
  return `${prefix}_${reasoning ? 'thought' : noReasoning}${nonce}`
}

/**
 * What the Responses API answers to a request it rejects: each item's fields first, then what is stored, then ids, then
 * reasoning, then pairing.
 *
 * Not settled, so accepted: two outputs for one call, an output in any place after its call, arguments that are no JSON, calls
 * of custom tools without their outputs, outputs whose calls may be in what the API has stored.
 */
export function judgeResponses(body: unknown): Rejection | null {
  const words = isObject(body)
    ? firstBroken(body)
    : say('We could not parse the JSON body of your request.', { param: null })
  if (words === undefined) return null
  return { status: 400, type: 'invalid_request_error', param: 'input', code: null, ...words }
}

function firstBroken(body: Json): Words | undefined {
  const { input } = body
  if (input === undefined && !continues(body)) return missing('input')
  const items = listOf(body, 'input') as Json[]
  return (
    firstOf(items, itemField) ??
    firstOf(listOf(body, 'tools'), toolField) ??
    unknownResponse(body) ??
    repeatedId(items) ??
    firstOf(items, (item, n) => reasoningKept(body, items, item, n)) ??
    pairing(items, continues(body))
  )
}

/** Whether the conversation goes on from one that the API has stored. */
function continues({ previous_response_id: response, conversation, prompt }: Json): boolean {
  return [response, conversation, prompt].some((stored) => stored !== undefined && stored !== null)
}

function typeOf({ type, role }: Json): string {
  return String(type ?? (role === undefined ? '' : 'message'))
}

/** Whether an item only refers to one that the API has stored; its id says of which type that is. */
function refersTo(type: string, item: Json): boolean {
  return item.type === 'item_reference' && hasPrefix(item.id, type)
}

function hasPrefix(id: unknown, type: string): boolean {
  return String(id).startsWith(`${prefixes.get(type)}`)
}

function isReasoning(item: Json): boolean {
  return item.type === 'reasoning' || refersTo('reasoning', item)
}

// --- each item's fields

function itemField(item: unknown, n: number): Words | undefined {
  const path = `input[${n}]`
  if (!isObject(item)) return wrongType(path, 'an object', item)
  return (
    badRole(item, path) ??
    missingKey(item, path) ??
    unknownKey(item, path) ??
    badId(item, path) ??
    badCall(item, path) ??
    badContent(item, path)
  )
}

function badRole(item: Json, path: string): Words | undefined {
  if (item.role === undefined || ['assistant', 'system', 'developer', 'user'].includes(String(item.role)))
    return undefined
  return unknownValue(path, item.role, "'assistant', 'system', 'developer', and 'user'")
}

function missingKey(item: Json, path: string): Words | undefined {
  const absent = required.get(typeOf(item))?.find((key) => item[key] === undefined)
  return absent === undefined ? undefined : missing(`${path}.${absent}`)
}

function unknownKey(item: Json, path: string): Words | undefined {
  const known = keys.get(typeOf(item))
  const emptyStatus = item.type === 'reasoning' && item.status === null
  const stranger = known && Object.keys(item).find((key) => !known.includes(key) || (key === 'status' && emptyStatus))
  if (stranger === undefined) return undefined
  return say(`Unknown parameter: '${path}.${stranger}'.`, { param: `${path}.${stranger}`, code: 'unknown_parameter' })
}

function badId(item: Json, path: string): Words | undefined {
  if (item.id === undefined || item.id === null) return undefined
  const long = longText(`${path}.id`, String(item.id), maxIdLength)
  if (long !== undefined) return long
  const bad = { param: `${path}.id`, code: 'invalid_value' }
  if (!/^[a-zA-Z0-9_-]+$/.test(String(item.id)))
    return say(
      `Invalid '${path}.id': '${item.id}'. Expected an ID that contains letters, numbers, underscores, or dashes, but this value contained additional characters.`,
      bad,
    )
  const type = typeOf(item)
  return prefixes.get(type) === undefined || hasPrefix(item.id, type)
    ? undefined
    : say(`Invalid '${path}.id': '${item.id}'. Expected an ID that begins with '${prefixes.get(type)}'.`, bad)
}

function badCall(item: Json, path: string): Words | undefined {
  const type = typeOf(item)
  if (type !== 'function_call' && type !== 'function_call_output') return undefined
  const long = longText(`${path}.call_id`, String(item.call_id), maxIdLength)
  return long ?? (type === 'function_call' ? functionName(`${path}.name`, item.name) : undefined)
}

function badContent({ role, content }: Json, path: string): Words | undefined {
  if (role !== 'assistant' || !Array.isArray(content)) return undefined
  return firstOf(content, (part, n) => {
    const at = `${path}.content[${n}]`
    if (!isObject(part)) return wrongType(at, 'an object', part)
    return part.type === 'output_text' || part.type === 'refusal'
      ? undefined
      : unknownValue(at, part.type, "'output_text' and 'refusal'")
  })
}

function toolField(tool: unknown, n: number): Words | undefined {
  if (!isObject(tool)) return wrongType(`tools[${n}]`, 'an object', tool)
  return tool.type === 'function' ? functionName(`tools[${n}].name`, tool.name) : undefined
}

// --- what is stored, and ids

function unknownResponse({ previous_response_id: id }: Json): Words | undefined {
  if (id === undefined || id === null || String(id).startsWith('resp_gatecrash')) return undefined
  return say(`Previous response with id '${id}' not found.`, {
    param: 'previous_response_id',
    code: 'previous_response_not_found',
  })
}

function repeatedId(items: readonly Json[]): Words | undefined {
  const ids = items.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  return repeated === undefined
    ? undefined
    : say(`Duplicate item found with id ${repeated}. Remove duplicate items from your input and try again.`)
}

// --- reasoning

function reasoningKept(body: Json, items: readonly Json[], item: Json, n: number): Words | undefined {
  const type = typeOf(item)
  if (body.store === false && onlyStored(item)) return notPersisted(String(item.id))
  if (isReasoning(item)) return withoutFollower(items, item, n)
  const id = typeof item.id === 'string' && (type === 'function_call' || type === 'message') ? item.id : undefined
  if (id === undefined || body.store === false || !needsReasoning(id) || followsReasoning(items, n)) return undefined
  const wanted = `rs_${id.slice(id.indexOf('_') + 1)}`
  return say(`Item '${id}' of type '${type}' was provided without its required 'reasoning' item: '${wanted}'.`)
}

/** Whether an item says nothing by itself, so that the API has to look it up. */
function onlyStored(item: Json): boolean {
  const { type, id, encrypted_content: encrypted } = item
  return type === 'item_reference' || (type === 'reasoning' && id !== undefined && typeof encrypted !== 'string')
}

function notPersisted(id: string): Words {
  return say(
    `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
    { status: 404 },
  )
}

/** Reasoning that a client keeps by itself has no id to be named by; what the API says to it is not known. */
function withoutFollower(items: readonly Json[], { id }: Json, n: number): Words | undefined {
  if (id === undefined || id === null) return undefined
  const next = items.slice(n + 1).find((item) => !isReasoning(item))
  return next !== undefined && !isOthers(next)
    ? undefined
    : say(`Item '${id}' of type 'reasoning' was provided without its required following item.`)
}

/** Whether a reasoning item stands before an item in the same reply of the model. */
function followsReasoning(items: readonly Json[], n: number): boolean {
  const from = items.slice(0, n).findLastIndex(isOthers)
  return items.slice(from + 1, n).some(isReasoning)
}

/** Whether an item is no part of a reply of the model. */
function isOthers(item: Json): boolean {
  return typeOf(item).endsWith('_output') || (item.role !== undefined && item.role !== 'assistant')
}

/**
 * Whether the response that an item came from had reasoning. Of ours the id tells. Of a stored response of the real API nothing
 * can be told, so its long ids are taken as they are; the short ones of written examples are held to the rule.
 */
function needsReasoning(id: string): boolean {
  return id.includes('_thought') || (id.length < 24 && !id.includes(`_${noReasoning}`))
}

// --- pairing

/** A call that is only referred to, or that came before what is sent, cannot be seen here. */
function pairing(items: readonly Json[], goesOn: boolean): Words | undefined {
  const answered = items.flatMap((item) => (typeOf(item) === 'function_call_output' ? [item.call_id] : []))
  const open = items.find((item) => typeOf(item) === 'function_call' && !answered.includes(item.call_id))
  if (open !== undefined) return say(`No tool output found for function call ${open.call_id}.`)
  const hidden = goesOn || items.some((item) => refersTo('function_call', item))
  return hidden ? undefined : firstOf(items, (item, n) => outputBeforeCall(items, item, n))
}

/** The output of a call of another kind may be a function's: Codex answers a `local_shell_call` so. */
function outputBeforeCall(items: readonly Json[], item: Json, n: number): Words | undefined {
  const id = item.call_id
  const isCall = (other: Json) => typeOf(other).endsWith('_call') && other.call_id === id
  return typeOf(item) !== 'function_call_output' || items.slice(0, n).some(isCall)
    ? undefined
    : say(`No tool call found for function call output with call_id ${id}.`)
}
