import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { sourceField } from './anthropic-messages-images.ts'
import { toolField } from './anthropic-messages-tools.ts'
import { missing, noDictionary, tag, textField, under } from './anthropic-messages-wording.ts'
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

/** The blocks a message may hold, as the API lists them; those of betas are known too, but not listed. */
const blockTypes = [
  ...['bash_code_execution_tool_result', 'code_execution_tool_result', 'container_upload', 'document', 'image'],
  ...['mcp_tool_result', 'mcp_tool_use', 'redacted_thinking', 'search_result', 'server_tool_use', 'text'],
  ...['text_editor_code_execution_tool_result', 'thinking', 'tool_result', 'tool_use', 'web_fetch_tool_result'],
  'web_search_tool_result',
]
const listedBlocks = new Set(blockTypes)
const betaBlock = /^(compaction|fallback|tool_(addition|removal|reference)|mcp_tool_listing|.*_tool_(use|result))$/
const resultTypes = ['document', 'image', 'search_result', 'text', 'tool_reference']

/** What the Messages API says about the types of the fields it knows, before it looks at the conversation. */
export function judgeFields(body: Json): Words | undefined {
  const { max_tokens: maxTokens, messages, tools, tool_choice: choice, model } = body
  if (model === undefined) return missing('model')
  if (typeof model !== 'string') return say('wrong-type', 'model: Input should be a valid string')
  if (maxTokens === undefined) return missing('max_tokens')
  if (!Number.isInteger(maxTokens)) return say('wrong-type', 'max_tokens: Input should be a valid integer')
  if (messages === undefined) return missing('messages')
  if (!Array.isArray(messages)) return say('wrong-type', 'messages: Input should be a valid array')
  return (
    firstOf(messages, (message, n) => under('messages.', n, messageField(message))) ??
    (Array.isArray(tools) ? firstOf(tools, (tool, n) => under('tools.', n, toolField(tool))) : undefined) ??
    (choice === undefined || isObject(choice)
      ? undefined
      : say('wrong-type', 'tool_choice: Input should be an object')) ??
    under('tool_choice', '', isObject(choice) ? tag(choice, choiceTypes) : undefined) ??
    under('thinking', '', thinkingField(body.thinking)) ??
    firstOf(listOf(body, 'system'), systemField) ??
    stopField(listOf(body, 'stop_sequences')) ??
    extraField(body, bodyKeys, '')
  )
}

/** A loop, since it runs for every block of every request and a list of keys would be thrown away each time. */
function extraField(value: Json, known: readonly string[], prefix: string): Words | undefined {
  for (const key in value)
    if (!known.includes(key)) return say('unknown-field', `${prefix}${key}: Extra inputs are not permitted`)
  return undefined
}

const choiceTypes = ['any', 'auto', 'none', 'tool']
const thinkingTypes = ['adaptive', 'disabled', 'enabled']
const minBudget = 1024

function thinkingField(thinking: unknown): Words | undefined {
  if (!isObject(thinking)) return undefined
  const unknown = tag(thinking, thinkingTypes)
  if (unknown !== undefined || thinking.type !== 'enabled') return unknown
  const { budget_tokens: budget } = thinking
  if (budget === undefined) return missing('.enabled.budget_tokens')
  return Number(budget) < minBudget
    ? say('small-budget', `.enabled.budget_tokens: Input should be greater than or equal to ${minBudget}`)
    : undefined
}

function systemField(block: unknown, n: number): Words | undefined {
  if (!isObject(block) || block.text !== '') return undefined
  return isObject(block.cache_control)
    ? say('cached-empty-text', `system.${n}: cache_control cannot be set for empty text blocks`)
    : say('empty-text', 'system: text content blocks must be non-empty')
}

function stopField(stops: readonly unknown[]): Words | undefined {
  return stops.some((stop) => typeof stop === 'string' && !/\S/.test(stop))
    ? say('blank-stop', 'stop_sequences: each stop sequence must contain non-whitespace')
    : undefined
}

function messageField(message: unknown): Words | undefined {
  if (!isObject(message)) return noDictionary('')
  const { role, content } = message
  const isSystem = role === 'system'
  if (role === undefined) return missing('.role')
  if (content === undefined && !(isSystem && isObject(message.output_config))) return missing('.content')
  const extra = extraField(message, isSystem ? systemMessageKeys : messageKeys, '.')
  if (extra !== undefined || content === undefined || typeof content === 'string') return extra
  if (!Array.isArray(content)) return say('wrong-type', '.content: Input should be a valid array')
  return firstOf(content, (block, m) => under('.content.', m, blockField(block)))
}

function blockField(block: unknown): Words | undefined {
  if (!isObject(block)) return missing('.type')
  const { type } = block
  const wrong = textField(block, 'type')
  if (wrong !== undefined || typeof type !== 'string') return wrong
  const isKnown = listedBlocks.has(type) || betaBlock.test(type)
  return isKnown ? under('.', type, fieldOf(type, block)) : tag(block, blockTypes)
}

function fieldOf(type: string, block: Json): Words | undefined {
  if (type === 'image') return sourceField(block)
  if (type === 'server_tool_use') return serverId(block, 'id')
  const keys = blockKeys.get(type)
  if (keys === undefined)
    return type !== 'mcp_tool_result' && type.endsWith('_tool_result') ? serverId(block, 'tool_use_id') : undefined
  return (
    firstOf(keys.texts, (key) => textField(block, key)) ??
    (type === 'tool_use' ? toolUseField(block) : undefined) ??
    (type === 'tool_result' ? resultField(block) : undefined) ??
    extraField(block, keys.known, '.') ??
    (type === 'text' && block.text === '' && isObject(block.cache_control)
      ? say('cached-empty-text', ': cache_control cannot be set for empty text blocks')
      : undefined)
  )
}

function serverId(block: Json, key: string): Words | undefined {
  const pattern = '^srvtoolu_[a-zA-Z0-9_]+$'
  return /^srvtoolu_[a-zA-Z0-9_]+$/.test(String(block[key]))
    ? undefined
    : say('id-pattern', `.${key}: String should match pattern '${pattern}'`)
}

function clientId(block: Json, key: string): Words | undefined {
  return /^[a-zA-Z0-9_-]+$/.test(String(block[key]))
    ? undefined
    : say('id-pattern', `.${key}: String should match pattern '^[a-zA-Z0-9_-]+$'`)
}

function toolUseField(block: Json): Words | undefined {
  const { name, input } = block
  const strange = clientId(block, 'id')
  if (strange !== undefined) return strange
  if (name === '') return say('call-name', '.name: String should have at least 1 character')
  if (String(name).length > 200) return say('call-name', '.name: String should have at most 200 characters')
  return isObject(input) ? undefined : noDictionary('.input')
}

function resultField(block: Json): Words | undefined {
  const { content, is_error: error } = block
  const parts = listOf(block, 'content')
  const strange =
    clientId(block, 'tool_use_id') ??
    firstOf(parts, (part, n) => under('.content.', n, isObject(part) ? tag(part, resultTypes) : missing('.type')))
  if (strange !== undefined || error !== true) return strange
  if (content === undefined || content === '' || (Array.isArray(content) && content.length === 0))
    return say('empty-error', ': content cannot be empty if `is_error` is true')
  return parts.every((part) => isObject(part) && part.type === 'text')
    ? undefined
    : say('error-of-text', ': all content must be type `text` if `is_error` is true')
}

const maxCacheMarks = 4

/** The API counts the marks in tools, system prompt and messages together (docs: "Prompt caching"). */
export function tooManyCacheMarks(body: Json): Words | undefined {
  const found = cacheMarks(body.tools) + cacheMarks(body.system) + cacheMarks(body.messages)
  return found > maxCacheMarks
    ? say('cache-marks', `A maximum of ${maxCacheMarks} blocks with cache_control may be provided. Found ${found}.`)
    : undefined
}

function cacheMarks(blocks: unknown): number {
  if (!Array.isArray(blocks)) return 0
  let found = 0
  for (const block of blocks) {
    if (!isObject(block)) continue
    if (isObject(block.cache_control)) found += 1
    found += cacheMarks(block.content)
  }
  return found
}
