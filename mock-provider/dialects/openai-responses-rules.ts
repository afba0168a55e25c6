import type { Rejection } from '../../harness/record/entry.ts'
import type { WireRequest } from '../dialect.ts'
import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { field } from '../wire.ts'
import { rejectionIn } from './evidence.ts'
import { judgeOpenaiHeaders } from './headers.ts'
import { isCodex, judgeCodex } from './openai-codex.ts'
import { missing, wrongType } from './openai-fields.ts'
import { responsesEvidence } from './openai-responses-evidence.ts'
import { hasPrefix, itemField, typeOf } from './openai-responses-items.ts'
import { judgeOptions, modelOptions, strangeField, unknownField } from './openai-responses-options.ts'
import { say, type Words } from './words.ts'

const noReasoning = 'plain'

/** The id of an item we write. Whether its response had a reasoning item is part of it, since the API demands that item back. */
export function itemId(prefix: string, nonce: string, reasoning: boolean): string {
  return `${prefix}_${reasoning ? 'thought' : noReasoning}${nonce}`
}

/**
 * What the Responses API answers to a request it rejects: fields that are missing or unknown, each item's fields, the options, then
 * what is stored, then ids, then reasoning, then pairing.
 *
 * Not settled, so accepted: two outputs for one call, an output in any place after its call, arguments that are no JSON, outputs
 * whose calls may be in what the API has stored.
 */
export function judgeResponses({ path, body, kept, headers }: WireRequest): Rejection | null {
  const usual = { status: 400, type: 'invalid_request_error', param: 'input', code: null }
  const inHeaders = judgeOpenaiHeaders(headers)
  if (inHeaders !== undefined) return rejectionIn(inHeaders, responsesEvidence, { ...usual, param: null })
  if (!isObject(body))
    return rejectionIn(
      say('no-json', 'We could not parse the JSON body of your request.', { param: null }),
      responsesEvidence,
      usual,
    )
  const byCodex = isCodex(path) ? judgeCodex(body) : undefined
  if (byCodex !== undefined) return rejectionIn(byCodex, responsesEvidence, { ...usual, type: 'detail' })
  return rejectionIn(firstBroken(body, kept), responsesEvidence, usual)
}

function firstBroken(body: Json, known: number | undefined): Words | undefined {
  const { input, model } = body
  const kept = known ?? 0
  const from = known === undefined ? storedOf(body) : undefined
  const inFields = strangeField(body) ?? (model === undefined ? missing('model') : undefined)
  if (inFields !== undefined) return inFields
  if (typeof model !== 'string') return wrongType('model', 'a string', model)
  if (input === undefined && body.prompt === undefined) return missing('input')
  const unknown = unknownField(body)
  if (unknown !== undefined) return unknown
  if (input !== undefined && typeof input !== 'string' && !Array.isArray(input))
    return wrongType('input', 'one of a string or array of input items', input)
  const items = listOf(body, 'input') as Json[]
  return (
    firstOf(items, (item, n) => (n < kept ? undefined : itemField(item, n - kept))) ??
    judgeOptions(body) ??
    (from === undefined ? undefined : notFound(body, from)) ??
    (isEmpty(input) && !continues(body) ? nothingAsked() : undefined) ??
    modelOptions(body) ??
    repeatedId(items) ??
    firstOf(items, (item, n) => reasoningKept(body, items, item, n, kept)) ??
    pairing(items, hidesItems(body))
  )
}

/** The response or conversation that a request goes on from, which the API is to have stored. */
export function storedOf(body: unknown): string | undefined {
  const conversation = field(body, 'conversation')
  const id = field(body, 'previous_response_id') ?? field(conversation, 'id') ?? conversation
  return typeof id === 'string' ? id : undefined
}

/** Whether the conversation goes on from one that the API has stored. */
function continues({ previous_response_id: response, conversation, prompt }: Json): boolean {
  return [response, conversation, prompt].some((stored) => stored !== undefined && stored !== null)
}

/** A prompt's own messages are the API's, and nobody else's to see. */
function hidesItems({ prompt }: Json): boolean {
  return prompt !== undefined && prompt !== null
}

function isEmpty(input: unknown): boolean {
  return input === '' || (Array.isArray(input) && input.length === 0)
}

function nothingAsked(): Words {
  return say(
    'nothing-asked',
    'One of "input" or "previous_response_id" or \'prompt\' or \'conversation\' must be provided.',
    { param: null, code: 'missing_required_parameter' },
  )
}

/** Whether an item only refers to one that the API has stored; its id says of which type that is. */
function refersTo(type: string, item: Json): boolean {
  return item.type === 'item_reference' && hasPrefix(item.id, type)
}

function isReasoning(item: Json): boolean {
  return item.type === 'reasoning' || refersTo('reasoning', item)
}

// --- what is stored, and ids

function notFound({ previous_response_id: response }: Json, lost: string): Words {
  if (response === lost)
    return say('response-not-found', `Previous response with id '${lost}' not found.`, {
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    })
  return say('conversation-not-found', `Conversation with id '${lost}' not found.`, { status: 404, param: null })
}

function repeatedId(items: readonly Json[]): Words | undefined {
  const seen = new Set<string>()
  return firstOf(items, ({ id }) => {
    if (typeof id !== 'string') return undefined
    if (!seen.has(id)) {
      seen.add(id)
      return undefined
    }
    return say(
      'id-repeated',
      `Duplicate item found with id ${id}. Remove duplicate items from your input and try again.`,
    )
  })
}

// --- reasoning

function reasoningKept(body: Json, items: readonly Json[], item: Json, n: number, kept: number): Words | undefined {
  const type = typeOf(item)
  if (body.store === false && n >= kept && onlyStored(item)) return notPersisted(String(item.id))
  if (isReasoning(item)) return withoutFollower(items, item, n)
  const id = typeof item.id === 'string' && (type === 'function_call' || type === 'message') ? item.id : undefined
  if (id === undefined || body.store === false || !needsReasoning(id) || followsReasoning(items, n)) return undefined
  const wanted = `rs_${id.slice(id.indexOf('_') + 1)}`
  return say(
    'without-reasoning',
    `Item '${id}' of type '${type}' was provided without its required 'reasoning' item: '${wanted}'.`,
  )
}

/** Whether an item says nothing by itself, so that the API has to look it up. */
function onlyStored(item: Json): boolean {
  const { type, id, encrypted_content: encrypted } = item
  return type === 'item_reference' || (type === 'reasoning' && id !== undefined && typeof encrypted !== 'string')
}

function notPersisted(id: string): Words {
  return say(
    'not-persisted',
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
    : say('reasoning-alone', `Item '${id}' of type 'reasoning' was provided without its required following item.`)
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

/** The calls that a client answers, as the API calls them. */
const calls: ReadonlyMap<string, string> = new Map([
  ['function_call', 'function call'],
  ['custom_tool_call', 'custom tool call'],
])

/** A call that is only referred to, or that came before what is sent, cannot be seen here. */
function pairing(items: readonly Json[], isHidden: boolean): Words | undefined {
  const answered = new Set(items.flatMap((item) => (typeOf(item).endsWith('_output') ? [item.call_id] : [])))
  const open = items.find((item) => calls.has(typeOf(item)) && !answered.has(item.call_id))
  if (open !== undefined)
    return say('call-without-output', `No tool output found for ${calls.get(typeOf(open))} ${open.call_id}.`)
  const refers = items.some((item) => refersTo('function_call', item) || refersTo('custom_tool_call', item))
  return isHidden || refers ? undefined : outputBeforeCall(items)
}

/** The output of a call of another kind may be a function's: Codex answers a `local_shell_call` so. */
function outputBeforeCall(items: readonly Json[]): Words | undefined {
  const called = new Set<unknown>()
  return firstOf(items, (item) => {
    const type = typeOf(item)
    if (type.endsWith('_call')) called.add(item.call_id)
    const of = type.endsWith('_output') ? calls.get(type.slice(0, -'_output'.length)) : undefined
    return of === undefined || called.has(item.call_id)
      ? undefined
      : say('output-without-call', `No tool call found for ${of} output with call_id ${item.call_id}.`)
  })
}
