import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json } from '../json.ts'
import { judgeThinking } from './anthropic-messages-thinking.ts'

type Block = Json & { type: string }
type Message = { role: string; content: string | Block[] }
type Merged = { role: string; blocks: Block[] }
/** One rule: what the API says when it is broken, nothing when it is kept. */
type Rule<T> = (subject: T) => string | undefined

/**
 * What the Messages API answers to a request it rejects: the first rule that is broken, in the order the API applies
 * them: types of known fields, then the conversation's shape, then (same-role turns merged) pairing.
 * Texts are verbatim from public reports; the index in "ids were found without" is not settled, ours names the assistant turn.
 */
export function judgeMessages(body: unknown): Rejection | null {
  const message = firstBroken(body)
  return message === undefined ? null : { status: 400, type: 'invalid_request_error', message }
}

function firstBroken(body: unknown): string | undefined {
  if (!isObject(body)) return 'Input should be a valid dictionary'
  const inSchema = first(schemaRules, body)
  if (inSchema !== undefined) return inSchema
  const messages = body.messages as Message[]
  const inShape = first(shapeRules, messages) ?? systemTurns(messages, String(body.model))
  if (inShape !== undefined) return inShape
  const merged = merge(messages.filter(({ role }) => role !== 'system'))
  return first(pairingRules, merged) ?? judgeThinking(body, merged) ?? afterPairing(body, merged)
}

function first<T>(rules: readonly Rule<T>[], subject: T): string | undefined {
  for (const rule of rules) {
    const broken = rule(subject)
    if (broken !== undefined) return broken
  }
  return undefined
}

// --- types of known fields

const schemaRules: readonly Rule<Json>[] = [
  (body) => (body.max_tokens === undefined ? 'max_tokens: Field required' : undefined),
  (body) => (body.messages === undefined ? 'messages: Field required' : undefined),
  (body) => (Array.isArray(body.messages) ? undefined : 'messages: Input should be a valid list'),
  (body) => firstOf(body.messages as unknown[], messageField),
  (body) => (Array.isArray(body.tools) ? firstOf(body.tools, toolField) : undefined),
  (body) =>
    body.tool_choice === undefined || isObject(body.tool_choice) ? undefined : 'tool_choice: Input should be an object',
]

/** `output_config` belongs to a system turn that only directs. */
const messageKeys = ['role', 'content', 'output_config']

function messageField(message: unknown, n: number): string | undefined {
  if (!isObject(message)) return `messages.${n}: Input should be a valid dictionary`
  if (message.content === undefined) return `messages.${n}.content: Field required`
  const extra = Object.keys(message).find((key) => !messageKeys.includes(key))
  if (extra !== undefined) return `messages.${n}.${extra}: Extra inputs are not permitted`
  if (typeof message.content === 'string') return undefined
  if (!Array.isArray(message.content)) return `messages.${n}.content: Input should be a valid array`
  return firstOf(message.content, (block, m) => blockField(block, `messages.${n}.content.${m}`))
}

function blockField(block: unknown, path: string): string | undefined {
  if (!isObject(block) || block.type === undefined) return `${path}.type: Field required`
  if (block.type === 'tool_use') return toolUseField(block, `${path}.tool_use`)
  if (block.type === 'tool_result') return toolResultField(block, `${path}.tool_result`)
  if (block.type === 'server_tool_use' && !/^srvtoolu_[a-zA-Z0-9_]+$/.test(String(block.id)))
    return `${path}.server_tool_use.id: String should match pattern '^srvtoolu_[a-zA-Z0-9_]+$'`
  if (block.type === 'thinking') return thinkingField(block, `${path}.thinking`)
  return undefined
}

function thinkingField(block: Json, path: string): string | undefined {
  if (block.thinking === undefined) return `${path}.thinking: Field required`
  return block.signature === undefined ? `${path}.signature: Field required` : undefined
}

function toolUseField(block: Json, path: string): string | undefined {
  if (block.id === undefined) return `${path}.id: Field required`
  if (!/^[a-zA-Z0-9_-]+$/.test(String(block.id))) return `${path}.id: String should match pattern '^[a-zA-Z0-9_-]+$'`
  if (block.name === '') return `${path}.name: String should have at least 1 character`
  return isObject(block.input) ? undefined : `${path}.input: Input should be a valid dictionary`
}

function toolResultField(block: Json, path: string): string | undefined {
  if (block.tool_use_id === undefined) return `${path}.tool_use_id: Field required`
  const empty =
    block.content === undefined || block.content === '' || (Array.isArray(block.content) && block.content.length === 0)
  return block.is_error === true && empty ? `${path}: content cannot be empty if \`is_error\` is true` : undefined
}

function toolField(tool: unknown, n: number): string | undefined {
  if (!isObject(tool)) return `tools.${n}: Input should be a valid dictionary`
  if (tool.type !== undefined && tool.type !== 'custom') return undefined
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(String(tool.name)))
    return `tools.${n}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`
  return tool.input_schema === undefined ? `tools.${n}.custom.input_schema: Field required` : undefined
}

// --- the conversation's shape

const shapeRules: readonly Rule<Message[]>[] = [
  (messages) => (messages.length === 0 ? 'messages: at least one message is required' : undefined),
  (messages) =>
    firstOf(messages, ({ role }) =>
      ['user', 'assistant', 'system'].includes(role)
        ? undefined
        : `messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`,
    ),
  (messages) =>
    firstOf(messages, ({ content }) => firstOf(typeof content === 'string' ? blocksOf(content) : content, emptyText)),
]

function emptyText(block: Block): string | undefined {
  if (block.type !== 'text') return undefined
  if (block.text === '') return 'messages: text content blocks must be non-empty'
  return !/\S/.test(String(block.text)) ? 'messages: text content blocks must contain non-whitespace text' : undefined
}

/** A system turn in the middle is for the newest models only; where it may stand is theirs to say. */
function systemTurns(messages: readonly Message[], model: string): string | undefined {
  const at = messages.findIndex(({ role }) => role === 'system')
  if (at < 0) return undefined
  if (/^claude-/.test(model) && !/^claude-(opus-4-8|[a-z]+-5)(-|$)/.test(model))
    return 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.'
  if (at === 0)
    return "messages.0: use the top-level 'system' parameter for the initial system prompt; the directive-only form (content: [] with output_config) is accepted at any position"
  return firstOf(messages, ({ role }, n) => (role === 'system' ? misplacedSystem(messages, n) : undefined))
}

function misplacedSystem(messages: readonly Message[], n: number): string | undefined {
  const before = messages[n - 1]
  const after = messages[n + 1]
  const lastBlock = typeof before?.content === 'string' ? undefined : before?.content.at(-1)
  const afterServerTool = before?.role === 'assistant' && /_tool_result$/.test(lastBlock?.type ?? '')
  if (before?.role !== 'user' && !afterServerTool)
    return `messages.${n}: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result`
  return after === undefined || after.role === 'assistant'
    ? undefined
    : `messages.${n}: role 'system' must precede an 'assistant' message or end the array; the directive-only form (content: [] with output_config) is accepted at any position`
}

// --- pairing, on merged turns

/** A text that is a plain string is one block; an empty one is none. */
function blocksOf(content: Message['content']): Block[] {
  if (typeof content !== 'string') return content
  return content === '' ? [] : [{ type: 'text', text: content }]
}

function merge(messages: readonly Message[]): Merged[] {
  const merged: Merged[] = []
  for (const { role, content } of messages) {
    const blocks = blocksOf(content)
    const last = merged.at(-1)
    if (last?.role === role) last.blocks.push(...blocks)
    else merged.push({ role, blocks: [...blocks] })
  }
  return merged
}

const pairingRules: readonly Rule<Merged[]>[] = [
  (turns) =>
    firstOf(turns, ({ role, blocks }, n) =>
      blocks.length === 0 && role === 'user' ? `messages.${n}: user messages must have non-empty content` : undefined,
    ),
  (turns) =>
    firstOf(turns, ({ role, blocks }, n) =>
      role === 'assistant' && blocks.some((block) => block.type === 'tool_result')
        ? `messages.${n}: \`tool_result\` blocks can only be in \`user\` messages`
        : undefined,
    ),
  (turns) =>
    firstOf(turns, ({ role, blocks }, n) =>
      role === 'user' && blocks.some((block) => block.type === 'tool_use')
        ? `messages.${n}: \`tool_use\` blocks can only be in \`assistant\` messages`
        : undefined,
    ),
  serverResults,
  repeatedCall,
  (turns) =>
    firstOf(turns, (turn, n) =>
      turn.role === 'assistant' ? unanswered(turn, turns[n + 1], n) : orphans(turn, turns[n - 1], n),
    ),
]

function serverResults(turns: readonly Merged[]): string | undefined {
  return firstOf(turns, ({ role, blocks }, n) =>
    role !== 'assistant' ? undefined : firstOf(blocks, (block, m) => strayServerResult(blocks, block, n, m)),
  )
}

function strayServerResult(blocks: readonly Block[], { type, tool_use_id: id }: Block, n: number, m: number) {
  const called = blocks.slice(0, m).some((block) => /^(server|mcp)_tool_use$/.test(block.type) && block.id === id)
  if (type === 'tool_result' || !type.endsWith('_tool_result') || called) return undefined
  return `messages.${n}.content.${m}: unexpected \`tool_use_id\` found in \`${type}\` blocks: ${id}. Each \`${type}\` block must have a corresponding \`server_tool_use\` block before it.`
}

function repeatedCall(turns: readonly Merged[]): string | undefined {
  const seen = new Set<unknown>()
  return firstOf(turns, ({ blocks }, n) =>
    firstOf(blocks, (block, m) => {
      if (block.type !== 'tool_use') return undefined
      if (seen.has(block.id)) return `messages.${n}.content.${m}: \`tool_use\` ids must be unique`
      seen.add(block.id)
      return undefined
    }),
  )
}

/** Results count only at the head of the next turn, calls only at the tail of theirs. */
function unanswered(turn: Merged, next: Merged | undefined, n: number): string | undefined {
  const lastOther = turn.blocks.findLastIndex((block) => block.type !== 'tool_use')
  const missing = turn.blocks.filter(
    (block, m) => block.type === 'tool_use' && (m < lastOther || !isAnswered(block.id, next?.blocks ?? [])),
  )
  if (missing.length === 0) return undefined
  const ids = missing.map(({ id }) => id).join(', ')
  return `messages.${n}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`
}

function isAnswered(id: unknown, next: readonly Block[]): boolean {
  for (const block of next) {
    if (block.type !== 'tool_result') return false
    if (block.tool_use_id === id) return true
  }
  return false
}

function orphans({ blocks }: Merged, previous: Merged | undefined, n: number): string | undefined {
  return firstOf(blocks, (block, m) => {
    if (block.type !== 'tool_result') return undefined
    const id = block.tool_use_id
    if (!previous?.blocks.some((call) => call.type === 'tool_use' && call.id === id))
      return `messages.${n}.content.${m}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`
    if (blocks.findIndex((other) => other.type === 'tool_result' && other.tool_use_id === id) < m)
      return `messages.${n}.content.${m}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`
    return undefined
  })
}

function afterPairing(body: Json, merged: readonly Merged[]): string | undefined {
  const names = Array.isArray(body.tools) ? body.tools.map((tool: Json) => tool.name) : []
  if (new Set(names).size < names.length) return 'tools: Tool names must be unique.'
  if (isObject(body.thinking) && body.thinking.type === 'enabled' && forcesTool(body.tool_choice))
    return 'Thinking may not be enabled when tool_choice forces tool use.'
  const usesTools = merged.some(({ blocks }) =>
    blocks.some(({ type }) => type === 'tool_use' || type === 'tool_result'),
  )
  if (usesTools && body.tools === undefined)
    return 'Requests which include `tool_use` or `tool_result` blocks must define tools.'
  return prefill(merged.at(-1), String(body.model))
}

function forcesTool(choice: unknown): boolean {
  return isObject(choice) && (choice.type === 'any' || choice.type === 'tool')
}

/** A conversation that ends with the assistant: refused by models since 4.6, and by older ones when it ends in a space. */
function prefill(last: Merged | undefined, model: string): string | undefined {
  if (last?.role !== 'assistant') return undefined
  if (/^claude-(((opus|sonnet)-4-[6-9])|([a-z]+-5))(-|$)/.test(model))
    return 'This model does not support assistant message prefill. The conversation must end with a user message.'
  const text = last.blocks.at(-1)?.text
  return typeof text === 'string' && /\s$/.test(text)
    ? 'messages: final assistant content cannot end with trailing whitespace'
    : undefined
}
