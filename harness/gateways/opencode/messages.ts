import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { Block, Turn } from '../../transcript/transcript.ts'

/** A message with its parts, as opencode stores it and as it serves it. */
export type Message = { readonly info: Json; readonly parts: readonly Json[] }

/** Messages as neutral turns. A call and its result are one part, so the results of an assistant's message come as a turn after it. */
export function turnsOf(messages: readonly Message[]): Turn[] {
  return messages.flatMap(({ info, parts }) => {
    const at = String(info.id)
    if (info.role === 'user') return [{ role: 'user', blocks: parts.flatMap(saidIn), at }]
    const results = parts.flatMap(resultIn)
    const answer: Turn = { role: 'assistant', blocks: parts.flatMap(saidIn), at, ...endOf(info) }
    return results.length === 0 ? [answer] : [answer, { role: 'user', blocks: results, at }]
  })
}

/** The text that a message of the model shows. */
export function textIn(parts: readonly Json[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [String(part.text)] : [])).join('\n')
}

/** What went wrong with a message: its name and words; nothing when all is well. */
export function errorIn({ error }: Json): { readonly name: string; readonly text: string } | undefined {
  if (!isObject(error)) return undefined
  const { message } = isObject(error.data) ? error.data : {}
  return { name: String(error.name), text: String(message ?? error.name) }
}

/** The name of the error of a message that a person has stopped. */
export const aborted = 'MessageAbortedError'

function endOf(info: Json): Pick<Turn, 'ended'> {
  const error = errorIn(info)
  return error === undefined ? {} : { ended: error.name === aborted ? 'aborted' : 'error' }
}

function saidIn(part: Json): Block[] {
  if (part.type === 'text') return [{ type: 'text', text: String(part.text) }]
  if (part.type === 'tool') {
    const { input } = stateOf(part)
    return [{ type: 'call', id: String(part.callID), name: String(part.tool), input }]
  }
  return part.type === 'reasoning' ? [{ type: 'other', name: 'reasoning' }] : []
}

/** The result of a call that has one: a call that is pending or runs has none. */
function resultIn(part: Json): Block[] {
  if (part.type !== 'tool') return []
  const id = String(part.callID)
  const { status, output, error } = stateOf(part)
  if (status === 'completed') return [{ type: 'result', id, text: String(output), error: false }]
  return status === 'error' ? [{ type: 'result', id, text: String(error), error: true }] : []
}

/** The state of a call. */
export function stateOf({ state }: Json): Json {
  return isObject(state) ? state : {}
}
