import { isObject, type Json, listOf } from '../../../mock-provider/json.ts'
import { piecesOfParts, responsePart, textOfPart } from '../../store/function-parts.ts'
import type { Piece, Said, SessionFormat } from '../../store/session.ts'
import { isSaid } from './conversation.ts'

const kinds = ['user', 'gemini', 'info', 'error', 'warning']

/** How Gemini CLI stores sessions, as the lines that are made of its messages (`session-lines.ts`). */
export const geminiFormat: SessionFormat = {
  agent: 'gemini-cli',
  apis: ['google-generative-ai'],
  shape: 'list',
  idKey: 'id',
  parentKey: 'parentId',
  replaces: true,
  joinsCalls: false,
  storesTwice: '0.61.0, run: in `toolCalls` of the reply, and in the user record behind it',
  signsThinking: false,
  madeUp: [],
  recognizes: ({ sessionId, projectHash, id, type, $set }, name) =>
    /^session-.*\.jsonl$/.test(name) &&
    ((typeof sessionId === 'string' && typeof projectHash === 'string') ||
      (typeof id === 'string' && kinds.includes(String(type))) ||
      isObject($set)),
  read,
  mends: () => ({
    missing: false,
    orphaned: false,
    repeated: false,
    endedFirst: true,
    source: '0.61.0, run: what is stored is sent as it stands (convertSessionToClientHistory)',
  }),
  salvage: () => undefined,
  head: (_, { sessionId, projectHash, ...half }) => ({
    sessionId: sessionId ?? 'unknown',
    projectHash: projectHash ?? 'unknown',
    ...half,
  }),
  textOf: (record, piece) =>
    piece.type === 'result' && piece.path.length === 0
      ? textOfPart(record, { path: ['parts', 0] })
      : textOfPart(record, piece),
  result: (call, result) => ({ $result: call.id, parts: [responsePart(call, result)] }),
  note: (text, { timestamp }, { id }) => ({ id, timestamp: timestamp ?? '', type: 'user', content: [{ text }] }),
}

function read(record: Json): Said | undefined {
  const { $result: result, $forgets: forgets, id, type, content, timestamp, sessionId, projectHash } = record
  const time = typeof timestamp === 'string' ? { time: timestamp } : {}
  if (typeof forgets === 'number') return { pieces: [], forgets }
  if (typeof result === 'string') {
    const pieces = resultIn(record, result)
    return pieces.length === 0 ? undefined : { role: 'user', pieces }
  }
  if (type === undefined && typeof sessionId === 'string' && typeof projectHash === 'string') return { pieces: [] }
  if (typeof id !== 'string' || !kinds.includes(String(type))) return undefined
  if (type === 'gemini') return { ...time, role: 'assistant', pieces: [...contentOf(content), ...callsOf(record)] }
  return type === 'user' && isSaid(record)
    ? { ...time, role: 'user', pieces: resultsFirst(contentOf(content)) }
    : { ...time, pieces: [] }
}

/** A picture that a tool returned stands between its result and the next one, and parts none of them. */
function resultsFirst(pieces: readonly Piece[]): Piece[] {
  return pieces.toSorted((a, b) => Number(a.type === 'other') - Number(b.type === 'other'))
}

function contentOf(content: unknown): Piece[] {
  return piecesOfParts(content, ['content'], [])
}

/** The calls that are told beside the content; with calls in the content, those are meant. */
function callsOf(record: Json): Piece[] {
  if (contentOf(record.content).some(({ type }) => type === 'call')) return []
  return listOf(record, 'toolCalls').flatMap((call, n): Piece[] =>
    isObject(call)
      ? [
          {
            type: 'call',
            path: ['toolCalls', n],
            id: String(call.id),
            idPath: ['toolCalls', n, 'id'],
            name: String(call.name),
          },
        ]
      : [],
  )
}

function resultIn(record: Json, id: string): Piece[] {
  const [piece] = piecesOfParts(listOf(record, 'parts').slice(0, 1), ['parts'], [])
  return piece?.type === 'result' ? [{ ...piece, id, path: [], idPath: ['$result'] }] : []
}
