import type { Block, Turn } from '../../harness/transcript/transcript.ts'
import type { Act } from '../act.ts'
import type { Dialect, WireCall, WireReply } from '../dialect.ts'
import { openaiFailures } from '../failures/openai.ts'
import { isObject, type Json, listOf } from '../json.ts'
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
import { completionsEvidence } from './openai-completions-evidence.ts'
import { judgeCompletions } from './openai-completions-rules.ts'
import { openaiError, rejectAsOpenai } from './openai-error.ts'

/** The OpenAI Chat Completions API (docs: platform.openai.com, "Chat" and "Chat streaming"). */
export const openaiCompletions: Dialect = {
  api: 'openai-completions',
  basePath: '/v1',
  answers: (path) => path.endsWith('/chat/completions'),
  judge: ({ body }) => judgeCompletions(body),
  evidence: completionsEvidence,
  read: ({ body }) => listOf(body, 'messages').flatMap((message, index) => turnOf(message, `messages[${index}]`)),
  tools: ({ body }) => listOf(body, 'tools').flatMap((tool) => offered(field(tool, 'function'))),
  callId: (nonce, index) => `call_${nonce}${index}`,
  write: (reply, { body }) => (field(body, 'stream') === true ? stream(reply, body) : whole(reply, body)),
  reject: rejectAsOpenai,
  failures: openaiFailures,
  streamError: (failure) => [event({ error: openaiError(failure) })],
}

// --- reading

function offered(tool: unknown): ReturnType<typeof offeredTool> {
  return offeredTool(field(tool, 'name'), field(tool, 'parameters'))
}

function turnOf(message: unknown, at: string): Turn[] {
  if (!isObject(message)) return []
  const { role, content, tool_call_id: id } = message
  if (role === 'tool')
    return [{ role: 'user', at, blocks: [{ type: 'result', id: String(id), text: textIn(content), error: false }] }]
  if (role !== 'user' && role !== 'assistant') return []
  const text: Block[] = textIn(content) === '' ? [] : [{ type: 'text', text: textIn(content) }]
  return [{ role, at, blocks: [...text, ...listOf(message, 'tool_calls').filter(isObject).map(callOf)] }]
}

function callOf({ id, function: called }: Json): Block {
  return {
    type: 'call',
    id: String(id),
    name: String(field(called, 'name')),
    input: parseArguments(field(called, 'arguments')),
  }
}

// --- writing

const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }

function finishReason({ calls, ends }: WireReply): string {
  if (ends !== 'whole') return ends === 'refusal' ? 'content_filter' : 'length'
  return calls.length > 0 ? 'tool_calls' : 'stop'
}

function envelope({ id }: WireReply, body: unknown, object: string, rest: Json): Json {
  return { id: `chatcmpl-${id}`, object, created: 1_700_000_000, model: field(body, 'model'), ...rest }
}

function whole(reply: WireReply, body: unknown): Act[] {
  const calls = reply.calls.map((call) => toolCall(call, argumentsText(reply, call)))
  const reasoning = reply.thinking === '' ? {} : { reasoning_content: reply.thinking }
  const message = {
    role: 'assistant',
    content: reply.text || null,
    ...reasoning,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  }
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishReason(reply) }]
  return jsonActs(
    200,
    { 'x-request-id': `req_${reply.id}` },
    envelope(reply, body, 'chat.completion', { choices, usage }),
  )
}

function toolCall({ id, name }: WireCall, args: string): Json {
  return { id, type: 'function', function: { name, arguments: args } }
}

function stream(reply: WireReply, body: unknown): Act[] {
  const chunk = (delta: Json, finish_reason: string | null = null, mark?: string) =>
    event(
      envelope(reply, body, 'chat.completion.chunk', { choices: [{ index: 0, delta, logprobs: null, finish_reason }] }),
      mark === undefined ? {} : { mark },
    )
  const wantsUsage = field(field(body, 'stream_options'), 'include_usage') === true
  return [
    streamHead({ 'x-request-id': `req_${reply.id}` }),
    chunk({ role: 'assistant', content: reply.calls.length > 0 && reply.text === '' ? null : '' }),
    ...(reply.thinking === '' ? [] : [chunk({ reasoning_content: reply.thinking })]),
    ...(reply.text === '' ? [] : [chunk({ content: reply.text })]),
    ...reply.calls.flatMap((call, index) => callChunks(call, argumentsText(reply, call), index, chunk)),
    chunk({}, finishReason(reply), 'end'),
    ...(wantsUsage ? [event(envelope(reply, body, 'chat.completion.chunk', { choices: [], usage }))] : []),
    { do: 'write', bytes: 'data: [DONE]\n\n', mark: 'end' },
    { do: 'end' },
  ]
}

/** The last piece of the arguments is also the call's end: the API sends nothing to say so. */
function callChunks(
  call: WireCall,
  args: string,
  index: number,
  chunk: (delta: Json, finish: null, mark: string) => Act,
): Act[] {
  const [, ...pieces] = inPieces(args)
  const part = (fields: Json, mark: string) =>
    chunk({ tool_calls: [{ index, ...fields }] }, null, `${call.tool} ${mark}`)
  return [
    part(toolCall(call, ''), 'start 1'),
    ...pieces.map((text, n) =>
      part({ function: { arguments: text } }, n === pieces.length - 1 ? 'end 1' : `input ${n + 1}`),
    ),
  ]
}
