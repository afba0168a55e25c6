import type { Case, Evidence } from './case.ts'

/** The model of every case that is not about another one. */
export const model = 'claude-haiku-4-5'

const tools = [{ name: 'exec', description: 'Runs a command.', input_schema: { type: 'object' } }]

/** A call. */
export function use(id: string, more: object = {}): object {
  return { type: 'tool_use', id: `toolu_${id}`, name: 'exec', input: {}, ...more }
}

/** The result of a call. */
export function result(id: string, more: object = {}): object {
  return { type: 'tool_result', tool_use_id: `toolu_${id}`, content: 'ok', ...more }
}

/** A call of a tool that runs on the API's own side. */
export const serverUse = { type: 'server_tool_use', id: 'srvtoolu_a', name: 'web_search', input: { query: 'x' } }

/** The result of `serverUse`. */
export const serverResult = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_a', content: [] }

/** A block of text. */
export function text(words: string): object {
  return { type: 'text', text: words }
}

/** A message of the user's. */
export function user(...content: object[]): object {
  return { role: 'user', content }
}

/** A message of the model's. */
export function assistant(...content: object[]): object {
  return { role: 'assistant', content }
}

/** A text of the user's. */
export const hi = { role: 'user', content: 'hi' }

/** A text of the model's. */
export const ok = { role: 'assistant', content: 'ok' }

function request(messages: unknown, more: object): Case['request'] {
  return { path: '/v1/messages', body: { model, max_tokens: 16, tools, messages, ...more } }
}

/** A request that is accepted; `more` are other fields of its body. */
export function accepts(name: string, evidence: Evidence, messages: unknown, more: object = {}): Case {
  return { name, evidence, request: request(messages, more), answer: 'accepted' }
}

/** A request that is rejected in these words; `more` are other fields of its body. */
export function rejects(name: string, evidence: Evidence, messages: unknown, message: string, more: object = {}): Case {
  const answer = { status: 400, type: 'invalid_request_error', message }
  return { name, evidence, request: request(messages, more), answer }
}
