import { isObject, type Json } from '../../mock-provider/json.ts'
import type { Piece, Said, SessionFormat } from './session.ts'

const maxText = 400

/**
 * The records of a session that is a tree of messages (JSON lines with `id` and `parentId`, one result a record), as pi writes it and what is built on it.
 */
export function messageTree(
  own: Pick<SessionFormat, 'agent' | 'apis' | 'mends' | 'madeUp'> & {
    /** the names of its files; the first group is the session's id */
    readonly fileName: RegExp
  },
): SessionFormat {
  return {
    ...own,
    shape: 'tree',
    idKey: 'id',
    parentKey: 'parentId',
    joinsCalls: false,
    signsThinking: false,
    recognizes: ({ type, id, parentId, message }, name) =>
      own.fileName.test(name) &&
      typeof id === 'string' &&
      (type === 'session' || (type === 'message' && parentId !== undefined && isObject(message))),
    read: (record) => read(record, own.madeUp),
    salvage,
    head: (name, half) => ({
      ...half,
      type: 'session',
      version: half.version ?? 3,
      id: own.fileName.exec(name)?.[1] ?? name,
      cwd: half.cwd ?? '',
    }),
    textOf: wholeText,
    result: (call, { text, error }, like, { id, parent }) => ({
      type: 'message',
      id,
      parentId: parent,
      timestamp: like.timestamp,
      message: {
        role: 'toolResult',
        toolCallId: call.id,
        toolName: call.name,
        content: [{ type: 'text', text }],
        isError: error,
        timestamp: timeOf(like),
      },
    }),
    note: (text, like, { id, parent }) => ({
      type: 'message',
      id,
      parentId: parent,
      timestamp: like.timestamp,
      message: { role: 'user', content: [{ type: 'text', text }], timestamp: timeOf(like) },
    }),
  }
}

function timeOf({ timestamp }: Json): number {
  return Date.parse(String(timestamp)) || 0
}

function read(record: Json, madeUp: readonly string[]): Said | undefined {
  const { type, id, parentId, timestamp } = record
  const link = {
    ...(typeof id === 'string' && { id }),
    ...((typeof parentId === 'string' || parentId === null) && { parent: parentId }),
    ...(typeof timestamp === 'string' && { time: timestamp }),
  }
  if (type === 'message' && Object(record.message).content === undefined && isOfConversation(record.message))
    return undefined
  // without its link it would be no part of the tree, and nobody would miss it
  if (type === 'message' && typeof id === 'string' && link.parent === undefined) return undefined
  if (type === 'message' && isObject(record.message)) return { ...link, ...readMessage(record.message, madeUp) }
  if (type === 'leaf' && typeof record.targetId === 'string') return { ...link, pieces: [], leaf: record.targetId }
  if (type === 'compaction')
    return {
      ...link,
      role: 'user',
      pieces: textAt(['summary'], record.summary),
      keepsFrom: String(record.firstKeptEntryId),
    }
  if (type === 'branch_summary') return { ...link, role: 'user', pieces: textAt(['summary'], record.summary) }
  if (type === 'custom_message') return { ...link, role: 'user', pieces: piecesOf(record.content, ['content']) }
  return { ...link, pieces: [] }
}

function isOfConversation(message: unknown): boolean {
  return !isObject(message) || Object.hasOwn(endings, String(message.role))
}

function readMessage(message: Json, madeUp: readonly string[]): Said {
  const { role, content, stopReason } = message
  const pieces = piecesOf(content, ['message', 'content'])
  if (role === 'toolResult') return { role: 'user', pieces: [resultOf(message, pieces, madeUp)] }
  if (role === 'assistant') {
    const ended = stopReason === 'error' || stopReason === 'aborted'
    return { role, pieces, ...(ended && { ended }) }
  }
  // what else has a role is told to no model as a message: the system's prompt, what a command printed
  return role === 'user' ? { role, pieces } : { pieces: [] }
}

function resultOf({ toolCallId, toolName, isError }: Json, pieces: readonly Piece[], madeUp: readonly string[]): Piece {
  const text = pieces.flatMap((piece) => (piece.type === 'text' ? [piece.text] : [])).join('\n')
  return {
    type: 'result',
    path: [],
    id: String(toolCallId),
    idPath: ['message', 'toolCallId'],
    text,
    error: isError === true,
    invented: isError === true && madeUp.some((words) => new RegExp(words).test(text)),
    name: String(toolName),
  }
}

function textAt(path: Piece['path'], text: unknown): Piece[] {
  return [{ type: 'text', path, text: String(text ?? '').slice(0, maxText) }]
}

function piecesOf(content: unknown, path: Piece['path']): Piece[] {
  if (typeof content === 'string') return textAt(path, content)
  if (!Array.isArray(content)) return []
  return content.flatMap((block, index) => (isObject(block) ? [pieceOf(block, [...path, index])] : []))
}

function pieceOf(block: Json, path: Piece['path']): Piece {
  const { type, text, id, name, thinking, thinkingSignature } = block
  if (type === 'text') return { type, path, text: String(text).slice(0, maxText) }
  if (type === 'thinking')
    return { type, path, text: String(thinking).slice(0, maxText), signature: String(thinkingSignature ?? '') }
  if (type === 'toolCall') return { type: 'call', path, id: String(id), idPath: [...path, 'id'], name: String(name) }
  return { type: 'other', path, name: String(type) }
}

/** Of half a message its texts are kept, and said to be half; half a call or half a thought is worth nothing. */
function salvage(half: Json): Json | undefined {
  const { type, id, parentId, message } = half
  if (type !== 'message' || typeof id !== 'string' || parentId === undefined || !isObject(message)) return undefined
  const { role, content, toolCallId } = message
  if (typeof role !== 'string' || !Object.hasOwn(endings, role)) return undefined
  if (role === 'toolResult' && typeof toolCallId !== 'string') return undefined
  const list = typeof content === 'string' ? [{ type: 'text', text: content }] : Array.isArray(content) ? content : []
  const texts = list.filter((block) => isObject(block) && block.type === 'text' && typeof block.text === 'string')
  if (role !== 'toolResult' && texts.length === 0) return undefined
  const kept = [...texts, { type: 'text', text: '[the rest was not recorded]' }]
  return { ...half, message: { ...message, content: kept, ...endings[role] } }
}

/** What comes at the end of a message, and so is missing in half of one. */
const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, totalTokens: 0 }
const endings: Readonly<Record<string, Json>> = {
  assistant: {
    ...{ api: 'unknown', provider: 'unknown', model: 'unknown', stopReason: 'stop', timestamp: 0 },
    usage: { ...none, cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, total: 0 } },
  },
  toolResult: { isError: true, timestamp: 0 },
  user: { timestamp: 0 },
}

function wholeText(record: Json, { path, type }: Piece): string {
  const message = isObject(record.message) ? record.message : record
  const at = type === 'result' ? message.content : path.reduce<unknown>((value, key) => Object(value)[key], record)
  if (typeof at === 'string') return at
  const blocks = Array.isArray(at) ? at : [at]
  return blocks.flatMap((block) => (isObject(block) && typeof block.text === 'string' ? [block.text] : [])).join('\n')
}
