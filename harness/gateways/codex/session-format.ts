import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { Piece, Said, SessionFormat } from '../../store/session.ts'
import { profileOf } from './lexicon.ts'

const maxText = 400

/** How codex stores threads: lines that each hold an item of the Responses API, or bookkeeping, one after another with a number. */
export const codexFormat: SessionFormat = {
  agent: 'codex',
  apis: ['openai-responses'],
  shape: 'list',
  idKey: 'id',
  parentKey: 'parentId',
  ordinalKey: 'ordinal',
  itemPath: ['payload', 'id'],
  joinsCalls: true,
  signsThinking: false,
  madeUp: profileOf().lexicon.invented,
  recognizes: ({ type, payload }, name) =>
    /^rollout-.*\.jsonl$/.test(name) && (type === 'session_meta' || type === 'response_item') && isObject(payload),
  read,
  mends: () => ({
    missing: true,
    orphaned: false,
    repeated: false,
    endedFirst: true,
    source: '0.171.0, run: a call without an output gets "aborted"',
  }),
  // what can be read of half an item is kept as a note
  salvage: () => undefined,
  textOf: ({ payload }, { path, type }) => {
    const at =
      isObject(payload) && type === 'result'
        ? payload.output
        : path.reduce<unknown>((value, key) => Object(value)[key], { payload })
    return textIn(at)
  },
  result: ({ id }, { text }, like) =>
    recordLike(like, {
      type: outputs[String(Object(like.payload).type)] ?? 'function_call_output',
      call_id: id,
      output: text,
    }),
  note: (text, like) => recordLike(like, { type: 'message', role: 'user', content: [{ type: 'input_text', text }] }),
}

const outputs: Readonly<Record<string, string>> = {
  function_call: 'function_call_output',
  custom_tool_call: 'custom_tool_call_output',
}

/** A number that is there twice is put right with those that follow. */
function recordLike({ timestamp, ordinal }: Json, payload: Json): Json {
  return { timestamp: timestamp ?? '', ...(ordinal === undefined ? {} : { ordinal }), type: 'response_item', payload }
}

function read({ type, payload, timestamp, ordinal }: Json): Said | undefined {
  // every line has all three, and a piece of a torn one does not
  if (typeof type !== 'string' || typeof timestamp !== 'string' || !isObject(payload)) return undefined
  const time = {
    time: timestamp,
    ...(typeof ordinal === 'number' && { ordinal }),
  }
  if (type === 'compacted')
    return { ...time, role: 'user', keepsFrom: '', pieces: textAt(['payload', 'message'], payload.message) }
  if (type !== 'response_item') return { ...time, pieces: [] }
  return { ...time, ...(typeof payload.id === 'string' && { item: payload.id }), ...readItem(payload) }
}

function readItem(item: Json): Said {
  const { type, role, call_id, name, content } = item
  const id = { id: String(call_id), idPath: ['payload', 'call_id'] }
  if (type === 'message' && (role === 'user' || role === 'assistant'))
    return {
      role,
      pieces: (Array.isArray(content) ? content : []).flatMap((part, n) =>
        textAt(['payload', 'content', n], Object(part).text),
      ),
    }
  if (type === 'function_call' || type === 'custom_tool_call')
    return { role: 'assistant', pieces: [{ type: 'call', path: [], ...id, name: String(name) }] }
  if (type === 'function_call_output' || type === 'custom_tool_call_output') {
    const text = textIn(item.output)
    const invented = codexFormat.madeUp.some((words) => new RegExp(words).test(text))
    return {
      role: 'user',
      pieces: [{ type: 'result', path: [], ...id, text: text.slice(0, maxText), error: false, invented }],
    }
  }
  return type === 'reasoning'
    ? { role: 'assistant', pieces: [{ type: 'other', path: [], name: 'reasoning' }] }
    : { pieces: [] }
}

function textAt(path: Piece['path'], text: unknown): Piece[] {
  return typeof text === 'string' ? [{ type: 'text', path, text: text.slice(0, maxText) }] : []
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textIn).join('\n')
  return isObject(value) && typeof value.text === 'string' ? value.text : ''
}
