import type { Asking } from '../harness/record/entry.ts'
import type { Dialect, WireRequest } from './dialect.ts'
import { isObject } from './json.ts'

/** Where the APIs have the system prompt, beside a first message of that role. */
const places = ['system', 'instructions', 'systemInstruction', 'system_instruction']

/** With what the model is asked besides the conversation. Google names the model in the path. */
export function settingsOf(dialect: Dialect, request: WireRequest): Asking {
  const body = isObject(request.body) ? request.body : {}
  const model = typeof body.model === 'string' ? body.model : (request.path.match(/models\/([^:/]+)/)?.[1] ?? '')
  const tools = dialect.tools(request).map(({ name }) => name)
  return { model, tools: tools.toSorted(), system: systemOf(body).length }
}

function systemOf(body: Record<string, unknown>): string {
  const own = places.flatMap((place) => (body[place] === undefined ? [] : [JSON.stringify(body[place])]))
  const messages = Array.isArray(body.messages) ? body.messages : []
  const first = messages.filter(
    (message) => isObject(message) && ['system', 'developer'].includes(String(message.role)),
  )
  return [...own, ...first.map((message) => JSON.stringify(message))].join('')
}
