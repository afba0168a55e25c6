import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { say, type Words } from './words.ts'

/** The fields a request may have (docs: the SDK's own types, betas among them). */
const bodyKeys = [
  ...['model', 'max_tokens', 'messages', 'system', 'tools', 'tool_choice', 'thinking', 'stream', 'stop_sequences'],
  ...['temperature', 'top_k', 'top_p', 'metadata', 'cache_control', 'container', 'context_management', 'mcp_servers'],
  ...[
    'output_config',
    'output_format',
    'service_tier',
    'inference_geo',
    'speed',
    'diagnostics',
    'compaction',
    'thread',
  ],
  ...['fallbacks', 'fallback_credit_token', 'billing_policy', 'user_profile_id', 'workspace_id'],
]
const messageKeys = ['role', 'content']
const systemMessageKeys = [...messageKeys, 'output_config', 'clear_at']

/** The fields of the blocks a client sends back: texts they must have, and all that they may have. */
const blockKeys: ReadonlyMap<string, { texts: readonly string[]; known: readonly string[] }> = new Map(
  Object.entries({
    text: block(['text'], 'cache_control', 'citations'),
    thinking: block(['thinking', 'signature']),
    redacted_thinking: block(['data']),
    tool_use: block(['id', 'name'], 'input', 'cache_control', 'caller', 'toolset_name'),
    tool_result: block(['tool_use_id'], 'content', 'is_error', 'cache_control', 'toolset_name'),
  }),
)

function block(texts: readonly string[], ...more: string[]) {
  return { texts, known: ['type', ...texts, ...more] }
}

/** What the Messages API says about the types of the fields it knows, before it looks at the conversation. */
export function judgeFields(body: Json): Words | undefined {
  const { max_tokens: maxTokens, messages, tools, tool_choice: choice } = body
  if (maxTokens === undefined) return missing('max_tokens')
  if (messages === undefined) return missing('messages')
  if (!Array.isArray(messages)) return say('messages: Input should be a valid array')
  return (
    firstOf(messages, (message, n) => under('messages.', n, messageField(message))) ??
    (Array.isArray(tools) ? firstOf(tools, (tool, n) => under('tools.', n, toolField(tool))) : undefined) ??
    (choice === undefined || isObject(choice) ? undefined : say('tool_choice: Input should be an object')) ??
    extraField(body, bodyKeys, '')
  )
}

function missing(path: string): Words {
  return say(`${path}: Field required`)
}

function noDictionary(path: string): Words {
  return say(`${path}: Input should be a valid dictionary`)
}

/** A loop, since it runs for every block of every request and a list of keys would be thrown away each time. */
function extraField(value: Json, known: readonly string[], prefix: string): Words | undefined {
  for (const key in value) if (!known.includes(key)) return say(`${prefix}${key}: Extra inputs are not permitted`)
  return undefined
}

/** Words about a part of something, with the way to it in front: it is spelled out only when something is wrong there. */
function under(prefix: string, key: string | number, words: Words | undefined): Words | undefined {
  return words && say(`${prefix}${key}${words.message}`)
}

function textField(value: Json, key: string): Words | undefined {
  if (value[key] === undefined) return missing(`.${key}`)
  return typeof value[key] === 'string' ? undefined : say(`.${key}: Input should be a valid string`)
}

function messageField(message: unknown): Words | undefined {
  if (!isObject(message)) return noDictionary('')
  const { role, content } = message
  const isSystem = role === 'system'
  if (role === undefined) return missing('.role')
  if (content === undefined && !(isSystem && isObject(message.output_config))) return missing('.content')
  const extra = extraField(message, isSystem ? systemMessageKeys : messageKeys, '.')
  if (extra !== undefined || content === undefined || typeof content === 'string') return extra
  if (!Array.isArray(content)) return say('.content: Input should be a valid array')
  return firstOf(content, (block, m) => under('.content.', m, blockField(block)))
}

function blockField(block: unknown): Words | undefined {
  if (!isObject(block)) return missing('.type')
  return textField(block, 'type') ?? under('.', String(block.type), fieldOf(String(block.type), block))
}

function fieldOf(type: string, block: Json): Words | undefined {
  if (type === 'server_tool_use' && !/^srvtoolu_[a-zA-Z0-9_]+$/.test(String(block.id)))
    return say(".id: String should match pattern '^srvtoolu_[a-zA-Z0-9_]+$'")
  const keys = blockKeys.get(type)
  if (keys === undefined) return undefined
  return (
    firstOf(keys.texts, (key) => textField(block, key)) ??
    (type === 'tool_use' ? toolUseField(block) : undefined) ??
    (type === 'tool_result' ? emptyError(block) : undefined) ??
    extraField(block, keys.known, '.')
  )
}

function toolUseField({ id, name, input }: Json): Words | undefined {
  if (!/^[a-zA-Z0-9_-]+$/.test(String(id))) return say(".id: String should match pattern '^[a-zA-Z0-9_-]+$'")
  if (name === '') return say('.name: String should have at least 1 character')
  if (String(name).length > 200) return say('.name: String should have at most 200 characters')
  return isObject(input) ? undefined : noDictionary('.input')
}

function emptyError({ content, is_error: error }: Json): Words | undefined {
  const empty = content === undefined || content === '' || (Array.isArray(content) && content.length === 0)
  return error === true && empty ? say(': content cannot be empty if `is_error` is true') : undefined
}

/** Tools that run on the API's own side have a `type`, and fields of their own. */
function toolField(tool: unknown): Words | undefined {
  if (!isObject(tool)) return noDictionary('')
  if (tool.type !== undefined && tool.type !== null && tool.type !== 'custom') return undefined
  return under(
    '.custom',
    '',
    textField(tool, 'name') ??
      toolName(String(tool.name)) ??
      (tool.input_schema === undefined ? missing('.input_schema') : undefined),
  )
}

/** A long name gets words of its own since 2026. */
function toolName(name: string): Words | undefined {
  if (name.length > 128) return say('.name: String should have at most 128 characters')
  return /^[a-zA-Z0-9_-]+$/.test(name) ? undefined : say(".name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'")
}

const maxCacheMarks = 4

/** The API counts the marks in tools, system prompt and messages together (docs: "Prompt caching"). */
export function tooManyCacheMarks(body: Json): Words | undefined {
  const found = ['tools', 'system', 'messages'].reduce((sum, key) => sum + cacheMarks(listOf(body, key)), 0)
  return found > maxCacheMarks
    ? say(`A maximum of ${maxCacheMarks} blocks with cache_control may be provided. Found ${found}.`)
    : undefined
}

function cacheMarks(blocks: readonly unknown[]): number {
  return blocks.reduce<number>((sum, block) => {
    const own = isObject(block) && isObject(block.cache_control) ? 1 : 0
    return sum + own + cacheMarks(listOf(block, 'content'))
  }, 0)
}
