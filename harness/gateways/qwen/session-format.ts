import { isObject, type Json, listOf } from '../../../mock-provider/json.ts'
import { piecesOfParts, responsePart, textOfPart } from '../../store/function-parts.ts'
import type { Said, SessionFormat } from '../../store/session.ts'

/** Bookkeeping that is no part of the tree: what hangs on it, and on what it hangs, says nothing of the conversation. */
const aside = /^(?:session_artifact_|session_sources_|managed_session_)/

const kinds = ['user', 'assistant', 'tool_result', 'system']

/** How Qwen Code stores sessions: a tree of lines, each with a message in Google's form or with bookkeeping. */
export const qwenFormat: SessionFormat = {
  agent: 'qwen',
  apis: ['openai-completions'],
  shape: 'tree',
  idKey: 'uuid',
  uuids: true,
  parentKey: 'parentUuid',
  joinsCalls: false,
  signsThinking: false,
  madeUp: ['^Tool execution result was not recorded'],
  recognizes: ({ uuid, sessionId, type, message }) =>
    typeof uuid === 'string' &&
    typeof sessionId === 'string' &&
    kinds.includes(String(type)) &&
    isObject(message) &&
    Array.isArray(message.parts),
  read,
  mends: () => ({
    missing: true,
    orphaned: true,
    repeated: true,
    endedFirst: true,
    source: '0.24.4, read: repairOrphanedToolUseTurns; run: a call without a result gets one on each load',
  }),
  // what can be read of half a line is kept as a note
  salvage: () => undefined,
  textOf: textOfPart,
  result: (call, result, like, link) => recordLike(like, link, 'tool_result', [responsePart(call, result)]),
  note: (text, like, link) => recordLike(like, link, 'user', [{ text }]),
}

/** What every line of a session has: whose it is, and where and when it was written. */
const common = ['sessionId', 'timestamp', 'cwd', 'version', 'gitBranch']

function recordLike(like: Json, { id, parent }: { id: string; parent: string | null }, type: string, parts: Json[]) {
  const kept = Object.fromEntries(common.flatMap((key) => (like[key] === undefined ? [] : [[key, like[key]]])))
  return { uuid: id, parentUuid: parent, ...kept, type, message: { role: 'user', parts } }
}

function read(record: Json): Said | undefined {
  const { uuid, parentUuid, type, subtype, timestamp, message } = record
  if (typeof uuid !== 'string' || !kinds.includes(String(type))) return undefined
  if (type === 'system' && aside.test(String(subtype))) return { pieces: [] }
  const link = {
    id: uuid,
    parent: typeof parentUuid === 'string' ? parentUuid : null,
    ...(typeof timestamp === 'string' && { time: timestamp }),
  }
  if (subtype === 'chat_compression') return { ...link, keepsFrom: '', ...summaryIn(record) }
  if (type === 'system' || !isObject(message)) return { ...link, pieces: [] }
  const role = type === 'assistant' ? 'assistant' : 'user'
  const pieces = piecesOfParts(message.parts, ['message', 'parts'], qwenFormat.madeUp)
  // a result without a result has lost its text to damage
  return type === 'tool_result' && !pieces.some((piece) => piece.type === 'result')
    ? undefined
    : { ...link, role, pieces }
}

/** A summary holds a history of its own; when that ends with calls, their results come after it. */
function summaryIn({ systemPayload }: Json): Pick<Said, 'role' | 'pieces'> {
  const history = listOf(systemPayload, 'compressedHistory')
  const last = history.at(-1)
  const calls = piecesOfParts(listOf(last, 'parts'), [], []).filter(({ type }) => type === 'call')
  const text = { type: 'text', path: [], text: 'a summary of what was said before' } as const
  return { role: calls.length > 0 ? 'assistant' : 'user', pieces: [text, ...calls] }
}
