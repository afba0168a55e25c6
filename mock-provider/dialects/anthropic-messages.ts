import type { Rejection } from '../../harness/record/entry.ts'
import type { Block, Turn } from '../../harness/transcript/transcript.ts'
import type { Act } from '../act.ts'
import type { Dialect, WireCall, WireReply, WireRequest } from '../dialect.ts'
import { anthropicFailures, anthropicUnpaired } from '../failures/anthropic-messages.ts'
import { isObject, type Json, listOf } from '../json.ts'
import { sign } from '../signature.ts'
import { type TextPiece, textPieces } from '../text-pieces.ts'
import { argumentsText, event, field, inPieces, jsonActs, offeredTool, streamHead, textIn } from '../wire.ts'
import { anthropicEvidence } from './anthropic-messages-evidence.ts'
import { judgeMessages, threadOf } from './anthropic-messages-rules.ts'

/** The Anthropic Messages API (docs: platform.claude.com, "Messages" and "Streaming messages"). */
export const anthropicMessages: Dialect = {
  api: 'anthropic-messages',
  basePath: '',
  answers: (path) => path.endsWith('/messages'),
  judge: judgeMessages,
  evidence: anthropicEvidence,
  read: ({ body }) => listOf(body, 'messages').flatMap((message, index) => turnOf(message, `messages.${index}`)),
  tools: ({ body }) =>
    listOf(body, 'tools').flatMap((tool) => offeredTool(field(tool, 'name'), field(tool, 'input_schema'))),
  callId: (nonce, index) => `toolu_01${nonce}${index}`,
  thinks: ({ body }) => letsThink(body),
  write(reply, { body }) {
    const thought = { ...reply, thinking: thinkingOf(reply, body) }
    return field(body, 'stream') === true ? stream(thought, body) : whole(thought, body)
  },
  keeping: {
    from: threadOf,
    as: ({ id }, body) => (isObject(field(body, 'thread')) ? [`msg_${id}`] : []),
    asked: (body) => listOf(body, 'messages'),
    said: (reply, body) => [{ role: 'assistant', content: contentOf({ ...reply, thinking: thinkingOf(reply, body) }) }],
    field: 'messages',
    lasting: ['system', 'tools'],
  },
  reject,
  ping: 'event: ping\ndata: {"type": "ping"}\n\n',
  unpaired: anthropicUnpaired,
  failures: anthropicFailures,
  streamError: ({ type, message }) => [sse({ type: 'error', error: { type, message } })],
}

// --- reading

function turnOf(message: unknown, at: string): Turn[] {
  if (!isObject(message) || (message.role !== 'user' && message.role !== 'assistant')) return []
  return [{ role: message.role, blocks: blocksOf(message.content), at }]
}

function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isObject).map(blockOf) : []
}

function blockOf({ type, id, name, input, text, content, tool_use_id: callId, is_error: error }: Json): Block {
  if (type === 'text') return { type: 'text', text: String(text) }
  if (type === 'tool_use') return { type: 'call', id: String(id), name: String(name), input }
  if (type === 'tool_result')
    return { type: 'result', id: String(callId), text: textIn(content), error: error === true }
  return { type: 'other', name: String(type) }
}

// --- writing

function reject({ status, type, message, code }: Rejection, _: WireRequest, requestId: string): Act[] {
  const retry = status === 400 ? { 'x-should-retry': 'false' } : {}
  const details = typeof code === 'string' ? { details: { error_code: code } } : {}
  const body = { type: 'error', error: { type, message, ...details }, request_id: requestId }
  return jsonActs(status, { 'request-id': requestId, ...retry }, body)
}

/**
 * A model thinks when the request lets it, and with `enabled` it always does once after the user has spoken; without a
 * thinking block there, the API would refuse the reply when it comes back.
 */
function thinkingOf({ thinking }: WireReply, body: unknown): string {
  if (!letsThink(body)) return ''
  if (thinkingMode(body) === 'adaptive') return thinking
  const last = turnOf(listOf(body, 'messages').at(-1), '').at(0)
  const answersUser = last?.role === 'user' && last.blocks.some(({ type }) => type !== 'result')
  return thinking === '' && answersUser ? 'Let me think.' : thinking
}

function letsThink(body: unknown): boolean {
  return ['enabled', 'adaptive'].includes(String(thinkingMode(body)))
}

function thinkingMode(body: unknown): unknown {
  return field(field(body, 'thinking'), 'type')
}

function message({ id }: WireReply, body: unknown, rest: Json): Json {
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model: field(body, 'model'), ...rest }
}

/** How a reply ends, and with a refusal why. */
function endOf(reply: WireReply): Json {
  const details = reply.ends === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null
  return { stop_reason: stopReason(reply), stop_sequence: null, stop_details: details }
}

function usageOf({ usage }: WireReply, output: number): Json {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    service_tier: 'standard',
  }
}

function stopReason({ calls, ends }: WireReply): string {
  if (ends !== 'whole') return ends === 'refusal' ? 'refusal' : 'max_tokens'
  return calls.length > 0 ? 'tool_use' : 'end_turn'
}

function contentOf({ thinking, text, calls }: WireReply): Json[] {
  return [
    ...(thinking === '' ? [] : [{ type: 'thinking', thinking, signature: sign(thinking) }]),
    ...(text === '' ? [] : [{ type: 'text', text }]),
    ...calls.map((call) => ({ ...toolUse(call), input: call.input })),
  ]
}

function whole(reply: WireReply, body: unknown): Act[] {
  const content = contentOf(reply)
  const usage = usageOf(reply, reply.usage.output)
  return jsonActs(200, { 'request-id': `req_${reply.id}` }, message(reply, body, { content, ...endOf(reply), usage }))
}

function stream(reply: WireReply, body: unknown): Act[] {
  const { thinking, text, calls } = reply
  const blocks = [
    ...(thinking === '' ? [] : [(index: number) => thinkingBlock(index, thinking)]),
    ...(text === '' ? [] : [(index: number) => textBlock(index, textPieces(text, reply.id))]),
    ...calls.map((call) => (index: number) => toolBlock(index, call, argumentsText(reply, call))),
  ].flatMap((block, index) => block(index))
  const begun = { content: [], stop_reason: null, stop_sequence: null, stop_details: null, usage: usageOf(reply, 1) }
  return [
    streamHead({ 'request-id': `req_${reply.id}` }),
    sse({ type: 'message_start', message: message(reply, body, begun) }),
    ...blocks.slice(0, 1),
    sse({ type: 'ping' }),
    ...blocks.slice(1),
    sse({ type: 'message_delta', delta: endOf(reply), usage: usageOf(reply, reply.usage.output) }),
    sse({ type: 'message_stop' }, 'end'),
    { do: 'end' },
  ]
}

function thinkingBlock(index: number, thinking: string): Act[] {
  return [
    sse({ type: 'content_block_start', index, content_block: { type: 'thinking', thinking: '', signature: '' } }),
    delta(index, { type: 'thinking_delta', thinking }),
    delta(index, { type: 'signature_delta', signature: sign(thinking) }),
    sse({ type: 'content_block_stop', index }),
  ]
}

function textBlock(index: number, pieces: readonly TextPiece[]): Act[] {
  return [
    sse({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } }),
    ...pieces.map(({ text, mark }) => delta(index, { type: 'text_delta', text }, mark)),
    sse({ type: 'content_block_stop', index }),
  ]
}

function toolBlock(index: number, call: WireCall, args: string): Act[] {
  const pieces = inPieces(args)
  return [
    sse({ type: 'content_block_start', index, content_block: { ...toolUse(call), input: {} } }, `${call.tool} start 1`),
    ...pieces.map((partial_json, n) =>
      delta(index, { type: 'input_json_delta', partial_json }, `${call.tool} input ${n + 1}`, true),
    ),
    sse({ type: 'content_block_stop', index }, `${call.tool} end 1`),
  ]
}

function toolUse({ id, name }: WireCall): Json {
  return { type: 'tool_use', id, name, caller: { type: 'direct' } }
}

function delta(index: number, delta: Json, mark?: string, piece?: true): Act {
  return sse({ type: 'content_block_delta', index, delta }, mark, piece)
}

function sse(data: Json, mark?: string, piece?: true): Act {
  return event(data, { name: String(data.type), ...(mark === undefined ? {} : { mark }), ...(piece && { piece }) })
}
