import type { Case, Evidence } from './case.ts'
import { refused, type Words } from './openai-words.ts'

/** The model of every case that is not about another one. */
export const model = 'gpt-5-nano'

/** Where the API is asked. */
export const path = '/v1/responses'

/** A tool of that name. */
export function tool(name: unknown): object {
  return { type: 'function', name, parameters: { type: 'object', properties: {} } }
}

function request(input: unknown, more: object): Case['request'] {
  return { path, body: { model, max_output_tokens: 16, tools: [tool('f')], input, ...more } }
}

/** A request that is accepted; `more` are other fields of its body. */
export function accepts(name: string, evidence: Evidence, input: unknown, more: object = {}): Case {
  return { name, evidence, request: request(input, more), answer: 'accepted' }
}

/** A request that is rejected in words that are about no single field. */
export function rejects(name: string, evidence: Evidence, input: unknown, message: string, more: object = {}): Case {
  return { name, evidence, request: request(input, more), answer: refused(message, 'input') }
}

/** A request that is rejected in words about the field `where`. */
export function field(
  name: string,
  evidence: Evidence,
  input: unknown,
  where: string,
  words: Words,
  more: object = {},
): Case {
  const [message, code] = words(where)
  return { name, evidence, request: request(input, more), answer: refused(message, where, code) }
}

/** A text of the user's. */
export const hi = { role: 'user', content: 'hi' }

/** A text of the model's. */
export function ok(more: object = {}): object {
  return { role: 'assistant', content: [{ type: 'output_text', text: 'ok' }], ...more }
}

/** A call. */
export function call(id: string, more: object = {}): object {
  return { type: 'function_call', call_id: `call_${id}`, name: 'f', arguments: '{}', ...more }
}

/** The output of a call. */
export function output(id: string, more: object = {}): object {
  return { type: 'function_call_output', call_id: `call_${id}`, output: 'r', ...more }
}

/** A reasoning item. */
export function thought(id: string, more: object = {}): object {
  return { type: 'reasoning', id, summary: [], ...more }
}
