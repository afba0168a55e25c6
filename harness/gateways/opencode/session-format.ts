import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { Piece, Said, SessionFormat } from '../../store/session.ts'
import { apis } from './config.ts'
import { lexicon } from './lexicon.ts'

const maxText = 400

/** How opencode stores sessions, as the lines that are made of its rows (`session-lines.ts`). */
export const opencodeFormat: SessionFormat = {
  agent: 'opencode',
  apis,
  shape: 'list',
  idKey: 'id',
  parentKey: 'parentId',
  joinsCalls: false,
  signsThinking: false,
  madeUp: lexicon.invented,
  recognizes: () => false,
  read,
  mends: () => ({
    missing: true,
    orphaned: true,
    repeated: true,
    endedFirst: true,
    source: '1.18.33, run: a call that never ended is sent as "[Tool execution was interrupted]"',
  }),
  salvage,
  textOf: ({ data, state, note }, { type }) => {
    const { output, error } = isObject(state) ? state : {}
    return String(type === 'result' ? (output ?? error ?? '') : (note ?? Object(data).text ?? ''))
  },
  result({ id }, { text, error }, like) {
    const start = Object(Object(Object(like.data).state).time).start ?? 0
    const said = error
      ? { status: 'error', error: text }
      : { status: 'completed', output: text, title: '', metadata: {} }
    return { result: id, ...aboutOf(like), state: { ...said, time: { start, end: start } } }
  },
  // in the place of half a text it is a part of the same message; elsewhere the person says it, since no text may stand between calls
  note: (text, like, { parent }) =>
    parent === null || (like.part !== undefined && Object(like.data).type !== 'text')
      ? { note: text, by: 'user' }
      : { note: text, ...aboutOf(like) },
}

function aboutOf({ part, of, message, by }: Json): Json {
  return { ...(part !== undefined && { part }), of: of ?? message, by: by ?? 'user' }
}

function read({ message, part, result, note, of, by, ended, data, state }: Json): Said | undefined {
  if (note !== undefined) return { role: asRole(by), pieces: textAt(['note'], note), ...groupOf(of) }
  if (typeof message === 'string')
    return isObject(data) && typeof data.role === 'string' ? { pieces: [], ...timeOf(data) } : undefined
  const about = { role: asRole(by), ...(ended === true && { ended }) }
  if (result !== undefined && isObject(state) && typeof (state.output ?? state.error) === 'string')
    return { ...about, role: 'user', pieces: [resultOf(String(result), state)] }
  if (typeof part !== 'string' || !isObject(data)) return undefined
  const { type, text, callID, tool } = data
  // a text with an output has run into the result of a call
  if (type === 'text' && typeof text === 'string' && data.output === undefined) {
    return { ...about, ...groupOf(of), pieces: data.ignored === true ? [] : textAt(['data', 'text'], text) }
  }
  if (type === 'text' || (type === 'tool' && (typeof callID !== 'string' || !isObject(data.state)))) return undefined
  if (type === 'tool') {
    const call: Piece = { type: 'call', path: [], id: String(callID), idPath: ['data', 'callID'], name: String(tool) }
    return { ...about, ...groupOf(of), pieces: [call] }
  }
  if (type === 'compaction' && isObject(data) && data.isDone === true)
    return { ...about, pieces: textAt([], 'What did we do so far?'), keepsFrom: String(data.tail_start_id ?? '') }
  return typeof type === 'string'
    ? { ...about, ...groupOf(of), pieces: [{ type: 'other', path: [], name: type }] }
    : undefined
}

function asRole(role: unknown): 'user' | 'assistant' {
  return role === 'assistant' ? 'assistant' : 'user'
}

function groupOf(of: unknown): Pick<Said, 'group'> {
  return typeof of === 'string' ? { group: of } : {}
}

function timeOf({ time }: Json): Pick<Said, 'time'> {
  const { created } = isObject(time) ? time : {}
  return typeof created === 'number' ? { time: new Date(created).toISOString() } : {}
}

function textAt(path: Piece['path'], text: unknown): Piece[] {
  return [{ type: 'text', path, text: String(text).slice(0, maxText) }]
}

function resultOf(id: string, { status, output, error }: Json): Piece {
  const text = String(output ?? error ?? '')
  const isError = status === 'error'
  const invented = isError && opencodeFormat.madeUp.some((words) => new RegExp(words).test(text))
  return { type: 'result', path: [], id, idPath: ['result'], text: text.slice(0, maxText), error: isError, invented }
}

/** What opencode needs in a message beside what was said, to be able to read it. */
const unknown = { providerID: 'unknown', modelID: 'unknown' }
const needs: Readonly<Record<string, Json>> = {
  user: { role: 'user', time: { created: 0 }, agent: 'build', model: unknown },
  assistant: {
    ...{
      role: 'assistant',
      parentID: 'unknown',
      mode: 'build',
      agent: 'build',
      path: { cwd: '/', root: '/' },
      cost: 0,
    },
    ...{
      ...unknown,
      tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } },
      time: { created: 0 },
    },
  },
}

/** A message is whole without what is told of it; of half a text the beginning is kept, and half a call is worth nothing. */
function salvage(half: Json): Json | undefined {
  const { message, part, by, created, data } = half
  const own = isObject(data) ? data : {}
  // what a message says goes by its parts
  if (typeof message === 'string')
    return { message, by, created, data: { ...needs[asRole(by)], ...own, role: asRole(by) } }
  if (typeof part !== 'string' || own.type !== 'text' || typeof own.text !== 'string') return undefined
  return { ...half, data: { ...own, output: undefined, text: `${own.text}\n[the rest was not recorded]` } }
}
