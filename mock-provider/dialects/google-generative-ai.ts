import type { Rejection } from '../../harness/record/entry.ts'
import type { Block, Turn } from '../../harness/transcript/transcript.ts'
import type { Act } from '../act.ts'
import type { Dialect, WireCall, WireReply, WireRequest } from '../dialect.ts'
import { googleFailures } from '../failures/google-generative-ai.ts'
import { isObject, type Json, listOf } from '../json.ts'
import { sign } from '../signature.ts'
import { event, field, jsonActs, offeredTool, streamHead } from '../wire.ts'
import { judgeGenerateContent } from './google-generative-ai-rules.ts'

/** The Gemini API's generateContent and streamGenerateContent (docs: ai.google.dev, "Generating content" and "Function calling"). */
export const googleGenerativeAi: Dialect = {
  api: 'google-generative-ai',
  basePath: '/v1beta',
  answers: (path) => /:(streamGenerateContent|generateContent)$/.test(path),
  judge: ({ path, body }) => judgeGenerateContent(body, modelOf(path)),
  read: ({ body }) => listOf(body, 'contents').flatMap((content, index) => turnOf(content, index)),
  tools: ({ body }) => listOf(body, 'tools').flatMap((tool) => listOf(tool, 'functionDeclarations').flatMap(offered)),
  callId: (nonce, index) => `call${nonce}${index}`,
  write: (reply, request) => (isStream(request) ? stream(reply, request) : whole(reply, request)),
  reject,
  failures: googleFailures,
  streamError: ({ status, type, message }) => [event({ error: { code: status, message, status: type } })],
}

function modelOf(path: string): string {
  return /\/models\/([^:/]+):/.exec(path)?.[1] ?? ''
}

function isStream({ path }: WireRequest): boolean {
  return path.endsWith(':streamGenerateContent')
}

// --- reading

function offered(declaration: unknown): ReturnType<typeof offeredTool> {
  const schema = field(declaration, 'parameters') ?? field(declaration, 'parametersJsonSchema')
  return offeredTool(field(declaration, 'name'), schema)
}

function turnOf(content: unknown, index: number): Turn[] {
  if (!isObject(content)) return []
  const role = content.role === 'model' ? 'assistant' : 'user'
  const parts = listOf(content, 'parts').filter(isObject)
  return [{ role, at: `contents[${index}]`, blocks: parts.map((part, n) => blockOf(part, n)) }]
}

/** A call without an id is known by its name and its place among the parts, as the API pairs them: by order. */
function blockOf({ text, functionCall: call, functionResponse: response, thought }: Json, n: number): Block {
  if (isObject(call))
    return { type: 'call', id: String(call.id ?? `${call.name}.${n}`), name: String(call.name), input: call.args }
  if (isObject(response))
    return {
      type: 'result',
      id: String(response.id ?? `${response.name}.${n}`),
      text: outputIn(response.response),
      error: field(response.response, 'error') !== undefined,
    }
  return typeof text === 'string' && thought !== true
    ? { type: 'text', text }
    : { type: 'other', name: thought === true ? 'thought' : 'part' }
}

function outputIn(response: unknown): string {
  const output = field(response, 'output') ?? field(response, 'result') ?? field(response, 'error') ?? response
  return typeof output === 'string' ? output : JSON.stringify(output)
}

// --- writing

/** Errors of a stream of server-sent events are a plain object that is not called JSON; of a JSON stream, a list of one. */
function reject({ status, type, message }: Rejection, request: WireRequest): Act[] {
  const body = { error: { code: status, message, status: type } }
  if (!isStream(request)) return jsonActs(status, {}, body)
  if (!/[?&]alt=sse(&|$)/.test(request.query ?? '')) return jsonActs(status, {}, [body])
  return jsonActs(status, { 'content-type': 'text/event-stream' }, body)
}

const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 20, totalTokenCount: 30 }

function textParts({ thinking, text }: WireReply): Json[] {
  return [...(thinking === '' ? [] : [{ text: thinking, thought: true }]), ...(text === '' ? [] : [{ text }])]
}

/** Only the first call of a batch carries the signature that has to come back. */
function callPart(reply: WireReply, { id, name, input }: WireCall, index: number): Json {
  const part = { functionCall: { id, name, args: input } }
  return index === 0 ? { ...part, thoughtSignature: sign(reply.thinking) } : part
}

function chunk(reply: WireReply, request: WireRequest, parts: readonly Json[], finish: Json = {}): Json {
  return {
    candidates: [{ content: { role: 'model', parts }, index: 0, ...finish }],
    usageMetadata,
    modelVersion: modelOf(request.path),
    responseId: reply.id,
  }
}

function finishOf({ calls, ends }: WireReply): Json {
  if (ends !== 'whole') return { finishReason: ends === 'refusal' ? 'SAFETY' : 'MAX_TOKENS' }
  return calls.length > 0
    ? { finishReason: 'STOP', finishMessage: 'Model generated function call(s).' }
    : { finishReason: 'STOP' }
}

function whole(reply: WireReply, request: WireRequest): Act[] {
  const parts = [...textParts(reply), ...reply.calls.map((call, index) => callPart(reply, call, index))]
  return jsonActs(200, {}, chunk(reply, request, parts, finishOf(reply)))
}

/**
 * A call comes whole, in an event of its own. The event's bytes are written in pieces, as a network may deliver them, so that there are
 * the same instants inside a call as in other APIs.
 */
function callWrites(reply: WireReply, request: WireRequest, call: WireCall, index: number): Act[] {
  const whole = event(chunk(reply, request, [callPart(reply, call, index)]))
  const letters = Array.from(whole.do === 'write' ? whole.bytes : '')
  const marks = ['start 1', 'input 1', 'input 2', 'input 3', 'input 4', 'end 1']
  const size = Math.ceil(letters.length / marks.length)
  return marks.map((mark, n) => ({
    do: 'write',
    bytes: letters.slice(n * size, (n + 1) * size).join(''),
    mark: `${call.tool} ${mark}`,
  }))
}

/** The last event says that the reply is over, and the end of the stream ends it. */
function stream(reply: WireReply, request: WireRequest): Act[] {
  const texts = textParts(reply).map((part) => event(chunk(reply, request, [part])))
  const calls = reply.calls.flatMap((call, index) => callWrites(reply, request, call, index))
  return [
    streamHead({}),
    ...texts,
    ...calls,
    event(chunk(reply, request, [{ text: '' }], finishOf(reply)), { mark: 'end' }),
    { do: 'end' },
  ]
}
