import type { Block, Turn } from '../../harness/transcript/transcript.ts'
import type { Act } from '../act.ts'
import type { Dialect, OfferedTool, WireCall, WireReply } from '../dialect.ts'
import type { Failure } from '../failure.ts'
import { openaiFailures, responsesUnpaired } from '../failures/openai.ts'
import { isObject, type Json, listOf } from '../json.ts'
import { sign } from '../signature.ts'
import { textPieces } from '../text-pieces.ts'
import {
  argumentsText,
  event,
  field,
  inPieces,
  jsonActs,
  offeredTool,
  parseArguments,
  streamHead,
  textIn,
} from '../wire.ts'
import { openaiError, rejectAsOpenai } from './openai-error.ts'
import { responsesEvidence } from './openai-responses-evidence.ts'
import { itemId, judgeResponses, storedOf } from './openai-responses-rules.ts'

/** The OpenAI Responses API (docs: platform.openai.com, "Responses" and "Streaming events"). */
export const openaiResponses: Dialect = {
  api: 'openai-responses',
  basePath: '/v1',
  answers: (path) => path.endsWith('/responses'),
  judge: judgeResponses,
  evidence: responsesEvidence,
  read: ({ body }) => inputOf(body).flatMap((item, index) => turnOf(item, `input[${index}]`)),
  tools: ({ body }) => listOf(body, 'tools').flatMap((tool) => offered(tool)),
  callId: (nonce, index) => `call_${nonce}${index}`,
  write: (reply, { body }) => (field(body, 'stream') === true ? stream(reply, body) : whole(reply, body)),
  keeping: {
    from: storedOf,
    as: ({ id }, body) => (field(body, 'store') === false ? [] : [responseId(id), ...conversationOf(body)]),
    asked: inputOf,
    said: (reply) => itemsOf(reply).map(({ item }) => item),
    field: 'input',
    lasting: [],
    document: finished,
    standsFor: (item) => (field(item, 'type') === 'item_reference' ? String(field(item, 'id')) : undefined),
  },
  reject: rejectAsOpenai,
  unpaired: responsesUnpaired,
  failures: openaiFailures,
  streamError,
}

function responseId(nonce: string): string {
  return `resp_gatecrash${nonce}`
}

/** The conversation that what is said is added to. */
function conversationOf(body: unknown): string[] {
  const id = field(body, 'previous_response_id') === undefined ? storedOf(body) : undefined
  return id === undefined ? [] : [id]
}

// --- reading

/** A group of tools, as Codex offers those of an MCP server, has its tools inside. */
function offered(tool: unknown, namespace?: string): OfferedTool[] {
  if (field(tool, 'type') === 'namespace')
    return listOf(tool, 'tools').flatMap((one) => offered(one, String(field(tool, 'name'))))
  const found = offeredTool(field(tool, 'name'), field(tool, 'parameters'))
  return namespace === undefined ? found : found.map((one) => ({ ...one, namespace }))
}

function inputOf(body: unknown): readonly unknown[] {
  const input = field(body, 'input')
  return typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(body, 'input')
}

function turnOf(item: unknown, at: string): Turn[] {
  if (!isObject(item)) return []
  const block = blockOf(item)
  if (block !== undefined) return [{ role: block.type === 'result' ? 'user' : 'assistant', at, blocks: [block] }]
  if (item.role !== 'user' && item.role !== 'assistant') return []
  return [{ role: item.role, at, blocks: [{ type: 'text', text: textIn(item.content) }] }]
}

function blockOf({ type, call_id: id, name, arguments: args, input, output }: Json): Block | undefined {
  if (type === 'function_call') return { type: 'call', id: String(id), name: String(name), input: parseArguments(args) }
  if (type === 'custom_tool_call') return { type: 'call', id: String(id), name: String(name), input }
  if (type === 'function_call_output' || type === 'custom_tool_call_output')
    return { type: 'result', id: String(id), text: textIn(output), error: false }
  return type === 'reasoning' ? { type: 'other', name: 'reasoning' } : undefined
}

// --- writing

type Item = { readonly item: Json; readonly open: Json; readonly deltas: readonly Delta[]; readonly tool?: string }
type Delta = { readonly type: string; readonly data: Json; readonly mark?: string }

function itemsOf(reply: WireReply): Item[] {
  const reasons = reply.thinking !== ''
  return [
    ...(reasons ? [reasoningItem(reply)] : []),
    ...(reply.text === '' ? [] : [messageItem(reply, reasons)]),
    ...reply.calls.map((call, index) => callItem(reply, call, index, reasons)),
  ]
}

function reasoningItem({ id, thinking }: WireReply): Item {
  const item = {
    type: 'reasoning',
    id: itemId('rs', id, true),
    summary: [{ type: 'summary_text', text: thinking }],
    encrypted_content: sign(thinking),
  }
  const at = { item_id: item.id, summary_index: 0 }
  const deltas = [
    { type: 'response.reasoning_summary_part.added', data: { ...at, part: { type: 'summary_text', text: '' } } },
    { type: 'response.reasoning_summary_text.delta', data: { ...at, delta: thinking } },
    { type: 'response.reasoning_summary_text.done', data: { ...at, text: thinking } },
    { type: 'response.reasoning_summary_part.done', data: { ...at, part: { type: 'summary_text', text: thinking } } },
  ]
  return { item, open: { ...item, summary: [] }, deltas }
}

function messageItem({ id, text }: WireReply, reasons: boolean): Item {
  const part = { type: 'output_text', text, annotations: [], logprobs: [] }
  const item = {
    type: 'message',
    id: itemId('msg', id, reasons),
    role: 'assistant',
    status: 'completed',
    content: [part],
  }
  const at = { item_id: item.id, content_index: 0 }
  const deltas: Delta[] = [
    { type: 'response.content_part.added', data: { ...at, part: { ...part, text: '' } } },
    ...textPieces(text, id).map(({ text: delta, mark }) => ({
      type: 'response.output_text.delta',
      data: { ...at, delta, logprobs: [] },
      ...(mark === undefined ? {} : { mark }),
    })),
    { type: 'response.output_text.done', data: { ...at, text, logprobs: [] } },
    { type: 'response.content_part.done', data: { ...at, part } },
  ]
  return { item, open: { ...item, status: 'in_progress', content: [] }, deltas }
}

function callItem(reply: WireReply, call: WireCall, index: number, reasons: boolean): Item {
  const args = argumentsText(reply, call)
  const item = {
    type: 'function_call',
    id: itemId('fc', `${reply.id}${index}`, reasons),
    call_id: call.id,
    name: call.name,
    ...(call.namespace === undefined ? {} : { namespace: call.namespace }),
    arguments: args,
    status: args.endsWith('}') ? 'completed' : 'incomplete',
  }
  const at = { item_id: item.id }
  const deltas: Delta[] = [
    ...inPieces(args).map((delta, n) => ({
      type: 'response.function_call_arguments.delta',
      data: { ...at, delta },
      mark: `${call.tool} input ${n + 1}`,
    })),
    { type: 'response.function_call_arguments.done', data: { ...at, name: call.name, arguments: args } },
  ]
  return { item, open: { ...item, arguments: '', status: 'in_progress' }, deltas, tool: call.tool }
}

function response(reply: WireReply, body: unknown, status: string, output: readonly Json[]): Json {
  const { id, ends, usage, at } = reply
  const used = {
    input_tokens: usage.input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: usage.input + usage.output,
  }
  const reason = ends === 'refusal' ? 'content_filter' : 'max_output_tokens'
  return {
    id: responseId(id),
    object: 'response',
    created_at: at,
    completed_at: status === 'completed' ? at : null,
    status,
    model: field(body, 'model'),
    output,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason } : null,
    ...echoOf(body),
    usage: status === 'in_progress' ? null : used,
  }
}

/** What the API says back of a request, with what it takes where nothing was said. */
function echoOf(body: unknown): Json {
  const usual: Json = {
    background: false,
    instructions: null,
    max_output_tokens: null,
    max_tool_calls: null,
    metadata: {},
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    reasoning: { effort: null, summary: null },
    safety_identifier: null,
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    user: null,
  }
  return Object.fromEntries(Object.entries(usual).map(([key, value]) => [key, field(body, key) ?? value]))
}

/** How a reply ends, in the API's words. */
function finalStatus({ ends }: WireReply): 'completed' | 'incomplete' {
  return ends === 'whole' ? 'completed' : 'incomplete'
}

function finished(reply: WireReply, body: unknown): Json {
  const output = itemsOf(reply).map(({ item }) => item)
  return response(reply, body, finalStatus(reply), output)
}

function whole(reply: WireReply, body: unknown): Act[] {
  return jsonActs(200, { 'x-request-id': `req_${reply.id}` }, finished(reply, body))
}

function stream(reply: WireReply, body: unknown): Act[] {
  let sequence = 0
  const sse = (type: string, data: Json, mark?: string) =>
    event({ type, sequence_number: sequence++, ...data }, { name: type, ...(mark === undefined ? {} : { mark }) })
  const items = itemsOf(reply)
  const started = response(reply, body, 'in_progress', [])
  const status = finalStatus(reply)
  const ended = finished(reply, body)
  return [
    streamHead({ 'x-request-id': `req_${reply.id}` }),
    sse('response.created', { response: started }),
    sse('response.in_progress', { response: started }),
    ...items.flatMap(({ item, open, deltas, tool }, output_index) => [
      sse('response.output_item.added', { output_index, item: open }, tool && `${tool} start 1`),
      ...deltas.map(({ type, data, mark }) => sse(type, { output_index, ...data }, mark)),
      sse('response.output_item.done', { output_index, item }, tool && `${tool} end 1`),
    ]),
    sse(`response.${status}`, { response: ended }, 'end'),
    { do: 'end' },
  ]
}

/**
 * The docs have the error's fields beside `type`; what the API sends has them in an object (openai/openai-dotnet#528, #881). The
 * numbers of the events go on, and the response ends as failed (docs: "Streaming events", `response.failed`).
 */
function streamError(failure: Failure, sent: readonly Act[]): Act[] {
  const events = sent.flatMap((act) => (act.do === 'write' ? [act.bytes] : []))
  const started = JSON.parse(/^data: (.*)$/m.exec(events[0] ?? '')?.[1] ?? '{}').response
  const { code, message } = failure
  const failed = { ...started, status: 'failed', error: { code: code ?? 'server_error', message } }
  return [
    event({ type: 'error', sequence_number: events.length, error: openaiError(failure) }, { name: 'error' }),
    event(
      { type: 'response.failed', sequence_number: events.length + 1, response: failed },
      { name: 'response.failed' },
    ),
  ]
}
