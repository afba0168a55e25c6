import type { Case, Evidence } from './case.ts'
import { refused, type Words } from './openai-words.ts'

/** The model of every case that is not about another one. */
export const model = 'gpt-4.1-nano'

/** Where the API is asked. */
export const path = '/v1/chat/completions'

/** A tool of that name. */
export function tool(name: string): object {
  return { type: 'function', function: { name, parameters: { type: 'object', properties: {} } } }
}

function request(messages: unknown, more: object): Case['request'] {
  return { path, body: { model, max_completion_tokens: 16, tools: [tool('f')], messages, ...more } }
}

/** A request that is accepted; `more` are other fields of its body. */
export function accepts(name: string, evidence: Evidence, messages: unknown, more: object = {}): Case {
  return { name, evidence, request: request(messages, more), answer: 'accepted' }
}

/** A request that is rejected as a conversation; `param` is in the notation that such errors have. */
export function rejects(name: string, evidence: Evidence, messages: unknown, message: string, param: string): Case {
  return { name, evidence, request: request(messages, {}), answer: refused(message, param) }
}

/** A request that is rejected in words about the field `where`. */
export function field(
  name: string,
  evidence: Evidence,
  messages: unknown,
  where: string,
  words: Words,
  more: object = {},
): Case {
  const [message, code] = words(where)
  return { name, evidence, request: request(messages, more), answer: refused(message, where, code) }
}

/** A text of the user's. */
export const hi = { role: 'user', content: 'hi' }

/** A text of the model's. */
export const ok = { role: 'assistant', content: 'ok' }

/** One call. */
export function call(id: string, more: object = {}): object {
  return { id: `call_${id}`, type: 'function', function: { name: 'f', arguments: '{}' }, ...more }
}

/** A message that calls. */
export function calls(...all: object[]): object {
  return { role: 'assistant', content: null, tool_calls: all }
}

/** The result of a call. */
export function result(id: string, more: object = {}): object {
  return { role: 'tool', tool_call_id: `call_${id}`, content: 'r', ...more }
}
