import { isObject, type Json, listOf } from '../json.ts'
import { say, type Words } from './words.ts'

/** What the endpoint of a ChatGPT plan does not take of the Responses API. */
const unsupportedFields = [
  ...['max_output_tokens', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'previous_response_id'],
  ...['conversation', 'metadata', 'user', 'safety_identifier', 'truncation', 'prompt_cache_retention', 'background'],
  ...['max_tool_calls', 'reasoning_effort', 'web_search_options', 'stop', 'n', 'seed', 'logprobs', 'top_logprobs'],
  ...['frequency_penalty', 'presence_penalty'],
]

/** Whether a request goes to the endpoint that Codex uses with a ChatGPT plan. */
export function isCodex(path: string): boolean {
  return path.includes('/backend-api/codex/')
}

/** What that endpoint says before the rules of the Responses API are applied; it has a form of its own for it. */
export function judgeCodex(body: Json): Words | undefined {
  const { instructions, store, stream, input } = body
  if (typeof instructions !== 'string') return say('codex-instructions', 'Instructions are required')
  if (store !== false) return say('codex-store', 'Store must be set to false')
  if (stream !== true) return say('codex-stream', 'Stream must be set to true')
  const field = unsupportedFields.find((key) => body[key] !== undefined)
  if (field !== undefined) return say('codex-field', `Unsupported parameter: ${field}`)
  if (!Array.isArray(input)) return say('codex-input', 'Input must be a list')
  return listOf(body, 'input').some((item) => isObject(item) && item.role === 'system')
    ? say('codex-system', 'System messages are not allowed')
    : undefined
}
