import type { Block, Turn } from '../../harness/transcript/transcript.ts'
import type { Act, Write } from '../act.ts'
import type { Dialect, WireCall, WireReply, WireRequest } from '../dialect.ts'
import type { Failure } from '../failure.ts'
import { googleFailures, googleUnpaired } from '../failures/google-generative-ai.ts'
import { isObject, type Json } from '../json.ts'
import { sign } from '../signature.ts'
import { textPieces } from '../text-pieces.ts'
import { event, eventText, field, jsonActs, offeredTool, streamHead } from '../wire.ts'
import { googleEvidence } from './google-generative-ai-evidence.ts'
import { fieldOf, manyOf } from './google-generative-ai-proto.ts'
import { judgeGenerateContent } from './google-generative-ai-rules.ts'

/** The Gemini API's generateContent and streamGenerateContent (docs: ai.google.dev, "Generating content" and "Function calling"). */
export const googleGenerativeAi: Dialect = {
  api: 'google-generative-ai',
  basePath: '/v1beta',
  answers: (path) => /:(streamGenerateContent|generateContent)$/.test(path),
  judge: (request) => judgeGenerateContent(askedIn(request), modelOf(request), request.strict ?? false),
  evidence: googleEvidence,
  read: (request) => manyOf(askedIn(request), 'contents').flatMap((content, index) => turnOf(content, index)),
  tools: (request) =>
    manyOf(askedIn(request), 'tools').flatMap((tool) => manyOf(tool, 'functionDeclarations').flatMap(offered)),
  callId: (nonce, index) => `call${nonce}${index}`,
  write: (reply, request) => (isStream(request) ? stream(reply, request) : whole(reply, request)),
  reject,
  unpaired: googleUnpaired,
  failures: googleFailures,
  streamError: ({ status, type, message }) => [event({ error: { code: status, message, status: type } })],
}

/** Code Assist, which serves the Gemini CLI, has the same request one level further down, and its answer too. */
function isCodeAssist({ path }: WireRequest): boolean {
  return path.includes('/v1internal:')
}

function askedIn(request: WireRequest): unknown {
  return isCodeAssist(request) ? field(request.body, 'request') : request.body
}

function modelOf(request: WireRequest): string {
  return isCodeAssist(request)
    ? String(field(request.body, 'model'))
    : (/\/models\/([^:/]+):/.exec(request.path)?.[1] ?? '')
}

function isStream({ path }: WireRequest): boolean {
  return path.endsWith(':streamGenerateContent')
}

/** Without `alt=sse` a stream is one list in JSON, which comes in pieces. */
function isOfEvents({ query = '' }: WireRequest): boolean {
  return /[?&]alt=sse(&|$)/.test(query)
}

// --- reading

function offered(declaration: unknown): ReturnType<typeof offeredTool> {
  const schema = fieldOf(declaration, 'parameters') ?? fieldOf(declaration, 'parametersJsonSchema')
  return offeredTool(fieldOf(declaration, 'name'), schema)
}

function turnOf(content: unknown, index: number): Turn[] {
  if (!isObject(content)) return []
  const role = content.role === 'model' ? 'assistant' : 'user'
  const parts = manyOf(content, 'parts').filter(isObject)
  return [{ role, at: `contents[${index}]`, blocks: parts.map((part, n) => blockOf(part, n)) }]
}

/** A call without an id is known by its name and its place among the parts, as the API pairs them: by order. */
function blockOf(part: Json, n: number): Block {
  const { text, thought } = part
  const call = fieldOf(part, 'functionCall')
  const response = fieldOf(part, 'functionResponse')
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
function reject({ status, type, message, retryAfter }: Failure, request: WireRequest): Act[] {
  const reasons = isCodeAssist(request) ? { errors: [{ message, domain: 'global', reason: 'badRequest' }] } : {}
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfter}s` }
  const details = retryAfter === undefined ? {} : { details: [retry] }
  const body = { error: { code: status, message, status: type, ...reasons, ...details } }
  if (!isStream(request)) return jsonActs(status, {}, body)
  if (!isOfEvents(request)) return jsonActs(status, {}, [body])
  return jsonActs(status, { 'content-type': 'text/event-stream' }, body)
}

function usageMetadata({ usage: { input, output } }: WireReply): Json {
  const details = [{ modality: 'TEXT', tokenCount: input }]
  return {
    promptTokenCount: input,
    candidatesTokenCount: output,
    totalTokenCount: input + output,
    promptTokensDetails: details,
  }
}

function textParts({ thinking, text }: WireReply): Json[] {
  return [...(thinking === '' ? [] : [{ text: thinking, thought: true }]), ...(text === '' ? [] : [{ text }])]
}

/** Only the first call of a batch carries the signature that has to come back. */
function callPart(reply: WireReply, { id, name, input }: WireCall, index: number): Json {
  const part = { functionCall: { id, name, args: input } }
  return index === 0 ? { ...part, thoughtSignature: sign(reply.thinking) } : part
}

function chunk(reply: WireReply, request: WireRequest, parts: readonly Json[], finish: Json = {}): Json {
  const said = {
    candidates: [{ content: { parts, role: 'model' }, ...finish, index: 0 }],
    usageMetadata: usageMetadata(reply),
    modelVersion: modelOf(request),
    responseId: reply.id,
  }
  return isCodeAssist(request) ? { response: said, traceId: reply.id } : said
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

/** What one event says. */
type Said = { readonly part: Json; readonly tool?: string; readonly mark?: string }

/** The last event also says why the reply ends, and the end of the stream ends it. */
function stream(reply: WireReply, request: WireRequest): Act[] {
  const thought: Said[] = reply.thinking === '' ? [] : [{ part: { text: reply.thinking, thought: true } }]
  const said: Said[] = [
    ...thought,
    ...textPieces(reply.text, reply.id).map(({ text, mark }) => ({ part: { text }, ...(mark && { mark }) })),
    ...reply.calls.map((call, index) => ({ part: callPart(reply, call, index), tool: call.tool })),
  ]
  const events = said.length === 0 ? [{ part: { text: '' } }] : said
  const writes = events.flatMap((one, n) => eventWrites(one, reply, request, n === events.length - 1))
  return isOfEvents(request) ? [streamHead({}), ...writes, { do: 'end' }] : inList(writes)
}

/** The same as a list: what ends an event stands between two of them there. */
function inList(writes: readonly Write[]): Act[] {
  const head: Act = { do: 'head', status: 200, headers: { 'content-type': 'application/json; charset=UTF-8' } }
  const inside = (text: string) => text.replace(/^data: /, '').replace(/\n\n$/, ',\r\n')
  const entries = writes.map(({ unended, ...write }, n): Act => {
    const isLast = n === writes.length - 1
    const close = (text: string) => (isLast ? `${text.replace(/,\r\n$/, '')}]` : text)
    const bytes = close(inside(write.bytes))
    const rest = unended === undefined ? {} : { unended: close(inside(unended)) }
    return { ...write, ...rest, bytes: n === 0 ? `[${bytes}` : bytes }
  })
  return [head, ...entries, { do: 'end' }]
}

function eventWrites({ part, tool, mark }: Said, reply: WireReply, request: WireRequest, isLast: boolean): Write[] {
  const whole = eventText(chunk(reply, request, [part], isLast ? finishOf(reply) : {}))
  const unended = isLast ? eventText(chunk(reply, request, [part])) : whole
  if (tool !== undefined) return callWrites(whole, unended, tool)
  const named = mark === undefined ? {} : { mark }
  return [{ do: 'write', bytes: whole, ...named, ...(isLast ? { unended } : {}) }]
}

/**
 * A call comes whole, in an event of its own. The event's bytes are written in pieces, as a network may deliver them, so that there are
 * the same instants inside a call as in other APIs.
 */
function callWrites(whole: string, unended: string, tool: string): Write[] {
  const marks = ['start 1', 'input 1', 'input 2', 'input 3', 'input 4']
  const letters = Array.from(whole)
  const others = Array.from(unended)
  const differs = letters.findIndex((letter, n) => letter !== others[n])
  const size = Math.floor((differs < 0 ? letters.length : differs) / (marks.length + 1))
  const rest = marks.length * size
  return [
    ...marks.map(
      (mark, n): Write => ({
        do: 'write',
        bytes: letters.slice(n * size, (n + 1) * size).join(''),
        mark: `${tool} ${mark}`,
      }),
    ),
    {
      do: 'write',
      bytes: letters.slice(rest).join(''),
      unended: others.slice(rest).join(''),
      mark: `${tool} end 1`,
    },
  ]
}
