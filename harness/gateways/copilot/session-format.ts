import { lt, valid } from 'semver'
import { isObject, type Json, listOf } from '../../../mock-provider/json.ts'
import type { Piece, Said, SessionFormat } from '../../store/session.ts'

const maxText = 400

/** How Copilot CLI stores sessions: a chain of events. */
export const copilotFormat: SessionFormat = {
  agent: 'copilot',
  apis: ['openai-completions', 'openai-responses', 'anthropic-messages'],
  shape: 'tree',
  idKey: 'id',
  uuids: true,
  parentKey: 'parentId',
  joinsCalls: false,
  signsThinking: false,
  madeUp: ['^Tool execution was interrupted before a result was recorded'],
  recognizes: ({ type, data, id, parentId }) =>
    typeof type === 'string' &&
    /^(?:session|user|assistant|tool)\.\w+$/.test(type) &&
    isObject(data) &&
    typeof id === 'string' &&
    parentId !== undefined,
  read,
  mends: (version) => ({
    // without a version the oldest is feared
    missing: version !== undefined && valid(version) !== null && !lt(version, '1.0.102') ? true : 'at-end',
    orphaned: false,
    repeated: false,
    endedFirst: true,
    source:
      '1.0.102, run: a stopped call in the middle is no harm after a restart; before, it was (github/copilot-cli#3366)',
  }),
  // "The execution of this tool, or a previous tool was interrupted.", in each later request, also after a restart: 1.0.102, run
  endsCalls: ({ type }) => type === 'abort',
  // what can be read of half an event is kept as a note
  salvage: () => undefined,
  textOf: ({ data }, { type }) => (type === 'result' ? resultText(data) : String(Object(data).content ?? '')),
  result: ({ id: toolCallId }, { text, error }, { timestamp }, { id, parent }) => ({
    type: 'tool.execution_complete',
    data: error
      ? { toolCallId, success: false, error: { message: text } }
      : { toolCallId, success: true, result: { content: text } },
    id,
    timestamp,
    parentId: parent,
  }),
  note: (content, { timestamp }, { id, parent }) => ({
    type: 'user.message',
    data: { content },
    id,
    timestamp,
    parentId: parent,
  }),
}

function read({ type, data, id, parentId, timestamp }: Json): Said | undefined {
  const link = {
    ...(typeof id === 'string' && { id }),
    ...((typeof parentId === 'string' || parentId === null) && { parent: parentId }),
    ...(typeof timestamp === 'string' && { time: timestamp }),
  }
  if (typeof type !== 'string' || !isObject(data) || link.id === undefined || link.parent === undefined)
    return undefined
  const said = textIn(data.content)
  if (type === 'user.message') return { ...link, role: 'user', pieces: said }
  if (type === 'assistant.message') return { ...link, role: 'assistant', pieces: [...said, ...callsIn(data)] }
  return type === 'tool.execution_complete'
    ? { ...link, role: 'user', pieces: [resultIn(data)] }
    : { ...link, pieces: [] }
}

function textIn(content: unknown): Piece[] {
  return typeof content === 'string' && content !== ''
    ? [{ type: 'text', path: ['data', 'content'], text: content.slice(0, maxText) }]
    : []
}

function callsIn(data: Json): Piece[] {
  return listOf(data, 'toolRequests').flatMap((request, n): Piece[] => {
    const path = ['data', 'toolRequests', n]
    return isObject(request)
      ? [
          {
            type: 'call',
            path,
            id: String(request.toolCallId),
            idPath: [...path, 'toolCallId'],
            name: String(request.name),
          },
        ]
      : []
  })
}

function resultIn(data: Json): Piece {
  const text = resultText(data)
  const error = data.success === false
  return {
    type: 'result',
    path: [],
    id: String(data.toolCallId),
    idPath: ['data', 'toolCallId'],
    text: text.slice(0, maxText),
    error,
    invented: error && copilotFormat.madeUp.some((words) => new RegExp(words).test(text)),
  }
}

function resultText(data: unknown): string {
  const { result, error } = isObject(data) ? data : {}
  if (typeof result === 'string') return result
  return String(Object(result).content ?? Object(error).message ?? '')
}
