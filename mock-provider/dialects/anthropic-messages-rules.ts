import type { Rejection } from '../../harness/record/entry.ts'

/** A JSON object. */
export type Json = Record<string, unknown>
type Block = Json & { type: string }
type Message = { role: string; content: string | Block[] }
type Merged = { role: string; blocks: Block[] }
/** One rule: what the API says when it is broken, nothing when it is kept. */
type Rule<T> = (subject: T) => string | undefined

/** Whether a value is a JSON object and not an array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

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
  const inShape = first(shapeRules, messages)
  if (inShape !== undefined) return inShape
  const merged = merge(messages)
  return first(pairingRules, merged) ?? afterPairing(body, merged)
}

function first<T>(rules: readonly Rule<T>[], subject: T): string | undefined {
  for (const rule of rules) {
    const broken = rule(subject)
    if (broken !== undefined) return broken
  }
  return undefined
}

function firstOf<T>(items: readonly T[], rule: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const broken = rule(item, index)
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
]

function messageField(message: unknown, n: number): string | undefined {
  if (!isObject(message)) return `messages.${n}: Input should be a valid dictionary`
  if (message.content === undefined) return `messages.${n}.content: Field required`
  if (typeof message.content === 'string') return undefined
  if (!Array.isArray(message.content)) return `messages.${n}.content: Input should be a valid array`
  return firstOf(message.content, (block, m) => blockField(block, `messages.${n}.content.${m}`))
}

function blockField(block: unknown, path: string): string | undefined {
  if (!isObject(block) || block.type === undefined) return `${path}.type: Field required`
  if (block.type === 'tool_use') return toolUseField(block, `${path}.tool_use`)
  if (block.type === 'tool_result') return toolResultField(block, `${path}.tool_result`)
  return undefined
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
    firstOf(
      messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content)),
      emptyText,
    ),
]

function emptyText(block: Block): string | undefined {
  if (block.type !== 'text') return undefined
  if (block.text === '') return 'messages: text content blocks must be non-empty'
  return String(block.text).trim() === '' ? 'messages: text content blocks must contain non-whitespace text' : undefined
}

// --- pairing, on merged turns

function merge(messages: readonly Message[]): Merged[] {
  const merged: Merged[] = []
  for (const { role, content } of messages) {
    const blocks: Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content
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
  repeatedCall,
  (turns) =>
    firstOf(turns, (turn, n) =>
      turn.role === 'assistant' ? unanswered(turn, turns[n + 1], n) : orphans(turn, turns[n - 1], n),
    ),
]

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
  const answered = new Set(leadingResults(next?.blocks ?? []).map((block) => block.tool_use_id))
  const lastOther = turn.blocks.findLastIndex((block) => block.type !== 'tool_use')
  const missing = turn.blocks.flatMap((block, m) =>
    block.type === 'tool_use' && (m < lastOther || !answered.has(block.id)) ? [block.id] : [],
  )
  if (missing.length === 0) return undefined
  return `messages.${n}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`
}

function leadingResults(blocks: readonly Block[]): Block[] {
  const end = blocks.findIndex((block) => block.type !== 'tool_result')
  return end < 0 ? [...blocks] : blocks.slice(0, end)
}

function orphans(turn: Merged, previous: Merged | undefined, n: number): string | undefined {
  const called = new Set((previous?.blocks ?? []).flatMap((block) => (block.type === 'tool_use' ? [block.id] : [])))
  const seen = new Set<unknown>()
  return firstOf(turn.blocks, (block, m) => {
    if (block.type !== 'tool_result') return undefined
    const id = block.tool_use_id
    if (!called.has(id))
      return `messages.${n}.content.${m}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`
    if (seen.has(id))
      return `messages.${n}.content.${m}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`
    seen.add(id)
    return undefined
  })
}

function afterPairing(body: Json, merged: readonly Merged[]): string | undefined {
  const names = Array.isArray(body.tools) ? body.tools.map((tool: Json) => tool.name) : []
  if (new Set(names).size < names.length) return 'tools: Tool names must be unique.'
  const usesTools = merged.some(({ blocks }) =>
    blocks.some(({ type }) => type === 'tool_use' || type === 'tool_result'),
  )
  return usesTools && body.tools === undefined
    ? 'Requests which include `tool_use` or `tool_result` blocks must define tools.'
    : undefined
}
