import type { Block, Turn } from '../../harness/transcript/transcript.ts'
import type { Act } from '../act.ts'
import type { Dialect, WireCall, WireReply } from '../dialect.ts'
import { completionsUnpaired, openaiFailures } from '../failures/openai.ts'
import { isObject, type Json, listOf } from '../json.ts'
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
import { completionsEvidence } from './openai-completions-evidence.ts'
import { judgeCompletions } from './openai-completions-rules.ts'
import { openaiError, rejectAsOpenai } from './openai-error.ts'

/** The OpenAI Chat Completions API (docs: platform.openai.com, "Chat" and "Chat streaming"). */
export const openaiCompletions: Dialect = {
  api: 'openai-completions',
  basePath: '/v1',
  answers: (path) => path.endsWith('/chat/completions'),
  judge: judgeCompletions,
  evidence: completionsEvidence,
  read: ({ body }) => listOf(body, 'messages').flatMap((message, index) => turnOf(message, `messages[${index}]`)),
  tools: ({ body }) => listOf(body, 'tools').flatMap((tool) => offered(field(tool, 'function'))),
  callId: (nonce, index) => `call_${nonce}${index}`,
  write: (reply, { body }) => (field(body, 'stream') === true ? stream(reply, body) : whole(reply, body)),
  reject: rejectAsOpenai,
  unpaired: completionsUnpaired,
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

function usageOf({ usage: { input, output } }: WireReply): Json {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

function finishReason({ calls, ends }: WireReply): string {
  if (ends !== 'whole') return ends === 'refusal' ? 'content_filter' : 'length'
  return calls.length > 0 ? 'tool_calls' : 'stop'
}

function envelope({ id, at }: WireReply, body: unknown, object: string, rest: Json): Json {
  const of = { service_tier: 'default', system_fingerprint: 'fp_gatecrash' }
  return { id: `chatcmpl-${id}`, object, created: at, model: field(body, 'model'), ...of, ...rest }
}

function whole(reply: WireReply, body: unknown): Act[] {
  const calls = reply.calls.map((call) => toolCall(call, argumentsText(reply, call)))
  const reasoning = reply.thinking === '' ? {} : { reasoning_content: reply.thinking }
  const message = {
    role: 'assistant',
    content: reply.text || null,
    refusal: null,
    annotations: [],
    ...reasoning,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  }
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishReason(reply) }]
  return jsonActs(
    200,
    { 'x-request-id': `req_${reply.id}` },
    envelope(reply, body, 'chat.completion', { choices, usage: usageOf(reply) }),
  )
}

function toolCall({ id, name }: WireCall, args: string): Json {
  return { id, type: 'function', function: { name, arguments: args } }
}

function stream(reply: WireReply, body: unknown): Act[] {
  const wantsUsage = field(field(body, 'stream_options'), 'include_usage') === true
  const noUsage = wantsUsage ? { usage: null } : {}
  const chunk: Chunk = (delta, finish_reason = null, named = {}) => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }]
    const said = envelope(reply, body, 'chat.completion.chunk', { choices, ...noUsage })
    return event(said, named)
  }
  return [
    streamHead({ 'x-request-id': `req_${reply.id}` }),
    chunk({ role: 'assistant', content: reply.calls.length > 0 && reply.text === '' ? null : '', refusal: null }),
    ...(reply.thinking === '' ? [] : [chunk({ reasoning_content: reply.thinking })]),
    ...textPieces(reply.text, reply.id).map(({ text, mark }) =>
      chunk({ content: text }, null, mark === undefined ? {} : { mark }),
    ),
    ...reply.calls.flatMap((call, index) => callChunks(call, argumentsText(reply, call), index, chunk)),
    chunk({}, finishReason(reply), { mark: 'end' }),
    ...(wantsUsage
      ? [event(envelope(reply, body, 'chat.completion.chunk', { choices: [], usage: usageOf(reply) }))]
      : []),
    { do: 'write', bytes: 'data: [DONE]\n\n', mark: 'end' },
    { do: 'end' },
  ]
}

type Chunk = (delta: Json, finish?: string | null, named?: { mark?: string; piece?: true }) => Act

/** The last piece of the arguments is also the call's end: the API sends nothing to say so. So there is one piece more than elsewhere. */
function callChunks(call: WireCall, args: string, index: number, chunk: Chunk): Act[] {
  const pieces = inPieces(args, 4)
  const part = (fields: Json, mark: string, piece?: true) =>
    chunk({ tool_calls: [{ index, ...fields }] }, null, { mark: `${call.tool} ${mark}`, ...(piece && { piece }) })
  return [
    part(toolCall(call, ''), 'start 1'),
    ...pieces.map((text, n) =>
      part({ function: { arguments: text } }, n === pieces.length - 1 ? 'end 1' : `input ${n + 1}`, true),
    ),
  ]
}
