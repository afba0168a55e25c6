import type { Rejection } from '../../harness/record/entry.ts'
import type { Block, Turn } from '../../harness/transcript/transcript.ts'
import type { Act } from '../act.ts'
import type { Dialect, OfferedTool, WireCall, WireReply } from '../dialect.ts'
import { isObject, type Json, judgeMessages } from './anthropic-messages-rules.ts'

/** The Anthropic Messages API (docs: platform.claude.com, "Messages" and "Streaming messages"). */
export const anthropicMessages: Dialect = {
  api: 'anthropic-messages',
  answers: (path) => path.endsWith('/messages'),
  judge: judgeMessages,
  read: (body) => listOf(body, 'messages').flatMap((message, index) => turnOf(message, `messages.${index}`)),
  tools: (body) => listOf(body, 'tools').flatMap(offered),
  write: (reply, body) => (isObject(body) && body.stream === true ? stream(reply, body) : whole(reply, body)),
  reject,
}

function listOf(body: unknown, key: string): unknown[] {
  const list = isObject(body) ? body[key] : undefined
  return Array.isArray(list) ? list : []
}

function turnOf(message: unknown, at: string): Turn[] {
  if (!isObject(message) || (message.role !== 'user' && message.role !== 'assistant')) return []
  return [{ role: message.role, blocks: blocksOf(message.content), at }]
}

function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isObject).map(blockOf) : []
}

function blockOf(block: Json): Block {
  if (block.type === 'text') return { type: 'text', text: String(block.text) }
  if (block.type === 'tool_use')
    return { type: 'call', id: String(block.id), name: String(block.name), input: block.input }
  if (block.type === 'tool_result')
    return {
      type: 'result',
      id: String(block.tool_use_id),
      text: resultText(block.content),
      error: block.is_error === true,
    }
  return { type: 'other', name: String(block.type) }
}

function resultText(content: unknown): string {
  return blocksOf(content)
    .flatMap((block) => (block.type === 'text' ? [block.text] : []))
    .join('\n')
}

function offered(tool: unknown): OfferedTool[] {
  if (!isObject(tool) || typeof tool.name !== 'string') return []
  const schema = isObject(tool.input_schema) ? tool.input_schema : {}
  return [{ name: tool.name, parameters: isObject(schema.properties) ? Object.keys(schema.properties) : [] }]
}

function reject({ status, type, message }: Rejection, requestId: string): Act[] {
  const headers = { 'content-type': 'application/json', 'request-id': requestId, 'x-should-retry': 'false' }
  const body = { type: 'error', error: { type, message }, request_id: requestId }
  return [{ do: 'head', status, headers }, { do: 'write', bytes: JSON.stringify(body) }, { do: 'end' }]
}

function head(reply: WireReply, contentType: string): Act {
  return { do: 'head', status: 200, headers: { 'content-type': contentType, 'request-id': `req_${reply.id}` } }
}

function message(reply: WireReply, body: unknown, rest: Json): Json {
  const model = isObject(body) ? body.model : undefined
  return { id: `msg_${reply.id}`, type: 'message', role: 'assistant', model, stop_sequence: null, ...rest }
}

function stopReason(reply: WireReply): string {
  return reply.calls.length > 0 ? 'tool_use' : 'end_turn'
}

function whole(reply: WireReply, body: unknown): Act[] {
  const text = reply.text === '' ? [] : [{ type: 'text', text: reply.text }]
  const content = [...text, ...reply.calls.map((call) => ({ ...toolUse(call), input: call.input }))]
  const usage = { input_tokens: 10, output_tokens: 20 }
  const bytes = JSON.stringify(message(reply, body, { content, stop_reason: stopReason(reply), usage }))
  return [head(reply, 'application/json'), { do: 'write', bytes }, { do: 'end' }]
}

function stream(reply: WireReply, body: unknown): Act[] {
  const texts = reply.text === '' ? [] : [(index: number) => textBlock(index, reply.text)]
  const blocks = [...texts, ...reply.calls.map((call) => (index: number) => toolBlock(index, call))]
  const usage = { input_tokens: 10, output_tokens: 1 }
  return [
    head(reply, 'text/event-stream; charset=utf-8'),
    event({ type: 'message_start', message: message(reply, body, { content: [], stop_reason: null, usage }) }),
    ...blocks.flatMap((block, index) => block(index)),
    event({
      type: 'message_delta',
      delta: { stop_reason: stopReason(reply), stop_sequence: null },
      usage: { output_tokens: 20 },
    }),
    event({ type: 'message_stop' }),
    { do: 'end' },
  ]
}

function textBlock(index: number, text: string): Act[] {
  return [
    event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } }),
    event({ type: 'ping' }),
    event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } }),
    event({ type: 'content_block_stop', index }),
  ]
}

function toolBlock(index: number, call: WireCall): Act[] {
  const parts = ['', ...inThirds(JSON.stringify(call.input))]
  return [
    event({ type: 'content_block_start', index, content_block: toolUse(call) }, `${call.tool} start 1`),
    ...(index === 0 ? [event({ type: 'ping' })] : []),
    ...parts.map((partial_json, part) =>
      event(
        { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json } },
        `${call.tool} input ${part + 1}`,
      ),
    ),
    event({ type: 'content_block_stop', index }, `${call.tool} end 1`),
  ]
}

function toolUse(call: WireCall): Json {
  return { type: 'tool_use', id: call.id, name: call.name, input: {} }
}

/** Real streams split arguments at any byte; three pieces after the empty first one are enough to cut inside. */
function inThirds(text: string): string[] {
  const size = Math.ceil(text.length / 3)
  return [text.slice(0, size), text.slice(size, 2 * size), text.slice(2 * size)]
}

function event(data: Json, mark?: string): Act {
  const bytes = `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
  return mark === undefined ? { do: 'write', bytes } : { do: 'write', bytes, mark }
}
