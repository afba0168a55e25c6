import { isObject, type Json } from '../../../mock-provider/json.ts'
import { chainOf } from '../../store/branch.ts'
import type { Entry, Piece, Said, SessionFormat } from '../../store/session.ts'

const maxText = 400

/** How Claude Code stores sessions: a tree of lines, one for each block of a message of the model; each result hangs on its own call. */
export const claudeCodeFormat: SessionFormat = {
  agent: 'claude-code',
  apis: ['anthropic-messages'],
  shape: 'tree',
  idKey: 'uuid',
  uuids: true,
  parentKey: 'parentUuid',
  joinsCalls: false,
  signsThinking: true,
  madeUp: ['^\\[Tool call interrupted: the session ended'],
  recognizes: ({ sessionId, type }) => typeof sessionId === 'string' && typeof type === 'string',
  read,
  branch,
  mends: () => ({
    missing: true,
    orphaned: false,
    repeated: false,
    reused: true,
    endedFirst: true,
    source:
      '2.1.332, run: a call without a result gets one on resume, and a call whose id was there before is not sent (same-call-id-in-one-turn)',
  }),
  // what can be read of half a line is kept as a note
  salvage: () => undefined,
  textOf: (record, { path }) => textIn(path.reduce<unknown>((value, key) => Object(value)[key], record)),
  result: ({ id }, { text, error }, like, link) =>
    recordLike(like, link, [{ type: 'tool_result', tool_use_id: id, content: text, is_error: error }]),
  note: (text, like, link) => recordLike(like, link, [{ type: 'text', text }]),
}

/** What every line of a session has: whose it is, and where and when it was written. */
const common = ['isSidechain', 'userType', 'cwd', 'sessionId', 'version', 'gitBranch', 'timestamp']

function recordLike(like: Json, { id, parent }: { id: string; parent: string | null }, content: Json[]): Json {
  const kept = Object.fromEntries(common.flatMap((key) => (like[key] === undefined ? [] : [[key, like[key]]])))
  return { parentUuid: parent, ...kept, type: 'user', message: { role: 'user', content }, uuid: id }
}

function read(record: Json): Said | undefined {
  const { uuid, parentUuid, type, timestamp, message, isSidechain } = record
  // every line has one, and a piece of a torn line does not
  if (typeof type !== 'string') return undefined
  const link = {
    // what a sub-agent says is a conversation of its own
    ...(typeof uuid === 'string' &&
      isSidechain !== true && { id: uuid, parent: typeof parentUuid === 'string' ? parentUuid : null }),
    ...(typeof timestamp === 'string' && { time: timestamp }),
  }
  if (isSidechain === true || (type !== 'user' && type !== 'assistant') || !isObject(message))
    return { ...link, pieces: [] }
  const group = type === 'assistant' && typeof message.id === 'string' ? { group: message.id } : {}
  return { ...link, ...group, role: type, pieces: piecesOf(message.content) }
}

function piecesOf(content: unknown): Piece[] {
  const path = ['message', 'content']
  if (typeof content === 'string') return [{ type: 'text', path, text: content.slice(0, maxText) }]
  return Array.isArray(content)
    ? content.flatMap((block, n) => (isObject(block) ? [pieceOf(block, [...path, n])] : []))
    : []
}

function pieceOf(block: Json, path: Piece['path']): Piece {
  const { type, text, id, name, thinking, signature, tool_use_id: of, content, is_error: error } = block
  if (type === 'text') return { type, path, text: String(text).slice(0, maxText) }
  if (type === 'thinking') return { type, path, text: String(thinking ?? ''), signature: String(signature ?? '') }
  if (type === 'tool_use') return { type: 'call', path, id: String(id), idPath: [...path, 'id'], name: String(name) }
  if (type !== 'tool_result') return { type: 'other', path, name: String(type) }
  const said = textIn(content)
  const invented = error === true && claudeCodeFormat.madeUp.some((words) => new RegExp(words).test(said))
  return {
    type: 'result',
    path,
    id: String(of),
    idPath: [...path, 'tool_use_id'],
    text: said.slice(0, maxText),
    error: error === true,
    invented,
  }
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textIn).join('\n')
  return isObject(value) ? textIn(value.text ?? value.content ?? '') : ''
}

/**
 * The chain from the newest line back, and the results that hang beside it on calls of the chain: tools that ran at once leave such branches
 * (anthropics/claude-code#31330). The lines of one message stand together, and their results behind them.
 */
function branch(entries: readonly Entry[]): Entry[] {
  const chain = chainOf(entries)
  const own = new Set(chain)
  const beside = Map.groupBy(
    entries.filter((entry) => !own.has(entry) && entry.pieces.some(({ type }) => type === 'result')),
    ({ parent }) => parent,
  )
  const whole: Entry[] = []
  let parts: Entry[] = []
  for (const [n, entry] of chain.entries()) {
    whole.push(entry)
    if (entry.group === undefined) continue
    // something else may stand in the middle of a message: each result belongs to the part before it, once
    parts = chain[n - 1]?.group === entry.group ? [...parts, entry] : [entry]
    if (chain[n + 1]?.group === entry.group) continue
    whole.push(...parts.flatMap(({ id }) => (id === undefined ? [] : (beside.get(id) ?? []))))
  }
  return whole
}
