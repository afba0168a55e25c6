import type { Rejection } from '../../harness/record/entry.ts'
import { firstOf, isObject, type Json, listOf } from '../json.ts'
import { judgeFields, tooManyCacheMarks } from './anthropic-messages-fields.ts'
import { judgeThinking } from './anthropic-messages-thinking.ts'
import { say, type Words } from './words.ts'

type Block = Json & { type: string }
type Message = { role: string; content?: string | Block[] | undefined; output_config?: unknown }
/** Turns of one role in a row, as one; `at` is the index of the first among the messages. */
type Merged = { role: string; blocks: Block[]; at: number }
/** One rule: what the API says when it is broken, nothing when it is kept. */
type Rule<T> = (subject: T) => Words | undefined

/**
 * What the Messages API answers to a request it rejects: the first rule that is broken, in the order the API applies
 * them: types of known fields, unknown fields, the conversation's shape, then (same-role turns merged) pairing.
 *
 * Not settled: the index in "ids were found without" (ours names the assistant turn), the words for a call in a user turn, and
 * whether `tools` is still demanded beside calls (ours demands it).
 * Not settled, so accepted: results in two user turns, blocks of an unknown type, long ids, an empty assistant turn.
 */
export function judgeMessages(body: unknown): Rejection | null {
  const words = isObject(body) ? firstBroken(body) : say('Input should be a valid dictionary')
  return words === undefined ? null : { status: 400, type: 'invalid_request_error', message: words.message }
}

function firstBroken(body: Json): Words | undefined {
  const inFields = judgeFields(body)
  if (inFields !== undefined) return inFields
  const messages = body.messages as Message[]
  const inShape = first(shapeRules, messages) ?? systemTurns(messages, String(body.model))
  if (inShape !== undefined) return inShape
  const merged = merge(messages)
  return first(pairingRules, merged) ?? judgeThinking(body, merged) ?? afterPairing(body, merged)
}

function first<T>(rules: readonly Rule<T>[], subject: T): Words | undefined {
  return firstOf(rules, (rule) => rule(subject))
}

// --- the conversation's shape

const shapeRules: readonly Rule<Message[]>[] = [
  (messages) => (messages.length === 0 ? say('messages: at least one message is required') : undefined),
  (messages) =>
    firstOf(messages, ({ role }) =>
      ['user', 'assistant', 'system'].includes(role)
        ? undefined
        : say(`messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`),
    ),
  (messages) => firstOf(messages, ({ content }) => firstOf(blocksOf(content), emptyText)),
]

function emptyText({ type, text }: Block): Words | undefined {
  if (type !== 'text') return undefined
  if (text === '') return say('messages: text content blocks must be non-empty')
  return /\S/.test(String(text)) ? undefined : say('messages: text content blocks must contain non-whitespace text')
}

/** A system turn in the middle is for the newest models only; where it may stand is theirs to say. */
function systemTurns(messages: readonly Message[], model: string): Words | undefined {
  if (messages.every(({ role }) => role !== 'system')) return undefined
  if (/^claude-/.test(model) && !/^claude-(opus-4-[89]|[a-z]+-[5-9])(-|$)/.test(model))
    return say(
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    )
  const spoken = withoutDirectives(messages)
  return firstOf(spoken, ({ role, at }, n) =>
    role === 'system' ? misplacedSystem(spoken[n - 1], spoken[n + 1], at) : undefined,
  )
}

/** A system turn that only directs may stand anywhere, and is no turn of the conversation. */
function withoutDirectives(messages: readonly Message[]): (Message & { at: number })[] {
  return messages
    .map(({ role, content, output_config }, at) => ({ role, content, output_config, at }))
    .filter(
      ({ role, content, output_config: config }) =>
        role !== 'system' || !isObject(config) || (content ?? []).length > 0,
    )
}

function misplacedSystem(before: Message | undefined, after: Message | undefined, at: number): Words | undefined {
  const anywhere = 'the directive-only form (content: [] with output_config) is accepted at any position'
  if (at === 0)
    return say(`messages.0: use the top-level 'system' parameter for the initial system prompt; ${anywhere}`)
  const lastBlock = blocksOf(before?.content).at(-1)
  const afterServerTool = before?.role === 'assistant' && /_tool_result$/.test(lastBlock?.type ?? '')
  if (before?.role !== 'user' && !afterServerTool)
    return say(
      `messages.${at}: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result`,
    )
  return after === undefined || after.role === 'assistant'
    ? undefined
    : say(`messages.${at}: role 'system' must precede an 'assistant' message or end the array; ${anywhere}`)
}

// --- pairing, on merged turns

/** A text that is a plain string is one block; an empty one is none. */
function blocksOf(content: Message['content'] = []): Block[] {
  if (typeof content !== 'string') return content
  return content === '' ? [] : [{ type: 'text', text: content }]
}

function merge(messages: readonly Message[]): Merged[] {
  const merged: Merged[] = []
  for (const { role, content, at } of withoutDirectives(messages)) {
    const blocks = blocksOf(content)
    const last = merged.at(-1)
    if (last?.role === role) last.blocks.push(...blocks)
    else merged.push({ role, blocks: [...blocks], at })
  }
  return merged
}

const pairingRules: readonly Rule<Merged[]>[] = [
  (turns) =>
    firstOf(turns, ({ role, blocks, at }) =>
      blocks.length === 0 && role === 'user'
        ? say(`messages.${at}: user messages must have non-empty content`)
        : undefined,
    ),
  (turns) =>
    firstOf(turns, ({ role, blocks }, n) =>
      role === 'assistant' && blocks.some((block) => block.type === 'tool_result')
        ? say(`messages.${n}: \`tool_result\` blocks can only be in \`user\` messages`)
        : undefined,
    ),
  (turns) =>
    firstOf(turns, ({ role, blocks }, n) =>
      role === 'user' && blocks.some((block) => block.type === 'tool_use')
        ? say(`messages.${n}: \`tool_use\` blocks can only be in \`assistant\` messages`)
        : undefined,
    ),
  serverResults,
  repeatedCall,
  (turns) =>
    firstOf(turns, (turn, n) =>
      turn.role === 'assistant' ? unanswered(turn, turns[n + 1], n) : orphans(turn, turns[n - 1], n),
    ),
]

/** A call and its result may have turns between them: a program that the API runs waits for the results of its own calls. */
function serverResults(turns: readonly Merged[]): Words | undefined {
  const called = new Set<unknown>()
  return firstOf(turns, ({ role, blocks }, n) =>
    role !== 'assistant'
      ? undefined
      : firstOf(blocks, ({ type, id, tool_use_id: of }, m) => {
          if (isServerCall(type)) called.add(id)
          if (!isServerResult(type) || called.has(of)) return undefined
          return say(
            `messages.${n}.content.${m}: unexpected \`tool_use_id\` found in \`${type}\` blocks: ${of}. Each \`${type}\` block must have a corresponding \`server_tool_use\` block before it.`,
          )
        }),
  )
}

function isServerCall(type: string): boolean {
  return type === 'server_tool_use' || type === 'mcp_tool_use'
}

function isServerResult(type: string): boolean {
  return type !== 'tool_result' && type.endsWith('_tool_result')
}

function repeatedCall(turns: readonly Merged[]): Words | undefined {
  const seen = new Set<unknown>()
  return firstOf(turns, ({ blocks }, n) =>
    firstOf(blocks, (block, m) => {
      if (block.type !== 'tool_use') return undefined
      if (seen.has(block.id)) return say(`messages.${n}.content.${m}: \`tool_use\` ids must be unique`)
      seen.add(block.id)
      return undefined
    }),
  )
}

/** Results count only at the head of the next turn, calls only at the tail of theirs. */
function unanswered(turn: Merged, next: Merged | undefined, n: number): Words | undefined {
  const lastOther = turn.blocks.findLastIndex((block) => block.type !== 'tool_use')
  const missing = turn.blocks.filter(
    (block, m) => block.type === 'tool_use' && (m < lastOther || !isAnswered(block.id, next?.blocks ?? [])),
  )
  if (missing.length === 0) return undefined
  const ids = missing.map(({ id }) => id).join(', ')
  return say(
    `messages.${n}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  )
}

function isAnswered(id: unknown, next: readonly Block[]): boolean {
  for (const block of next) {
    if (block.type !== 'tool_result') return false
    if (block.tool_use_id === id) return true
  }
  return false
}

function orphans({ blocks }: Merged, previous: Merged | undefined, n: number): Words | undefined {
  return firstOf(blocks, (block, m) => {
    if (block.type !== 'tool_result') return undefined
    const id = block.tool_use_id
    if (!previous?.blocks.some((call) => call.type === 'tool_use' && call.id === id))
      return say(
        `messages.${n}.content.${m}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      )
    if (blocks.findIndex((other) => other.type === 'tool_result' && other.tool_use_id === id) < m)
      return say(
        `messages.${n}.content.${m}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
      )
    return undefined
  })
}

// --- what is wrong with the request as a whole

function afterPairing(body: Json, merged: readonly Merged[]): Words | undefined {
  // a toolset has no name
  const names = listOf(body, 'tools').flatMap((tool) => (isObject(tool) && tool.name ? [tool.name] : []))
  if (new Set(names).size < names.length) return say('tools: Tool names must be unique.')
  if (isObject(body.thinking) && body.thinking.type === 'enabled' && forcesTool(body.tool_choice))
    return say('Thinking may not be enabled when tool_choice forces tool use.')
  const usesTools = merged.some(({ blocks }) =>
    blocks.some(({ type }) => type === 'tool_use' || type === 'tool_result'),
  )
  if (usesTools && body.tools === undefined)
    return say('Requests which include `tool_use` or `tool_result` blocks must define tools.')
  return prefill(merged.at(-1), String(body.model)) ?? tooManyCacheMarks(body)
}

function forcesTool(choice: unknown): boolean {
  return isObject(choice) && (choice.type === 'any' || choice.type === 'tool')
}

/**
 * A conversation that ends with the assistant: refused by models since 4.6, and by older ones when it ends in a space. One that
 * ends with a tool of the API's own goes on after a pause (docs: "Handling stop reasons", `pause_turn`).
 */
function prefill(last: Merged | undefined, model: string): Words | undefined {
  if (last?.role !== 'assistant') return undefined
  const { type = '' } = last.blocks.at(-1) ?? {}
  if (isServerCall(type) || isServerResult(type)) return undefined
  if (/^claude-((opus|sonnet)-4-[6-9]|[a-z]+-[5-9])(-|$)/.test(model))
    return say('This model does not support assistant message prefill. The conversation must end with a user message.')
  const text = last.blocks.at(-1)?.text
  return typeof text === 'string' && /\s$/.test(text)
    ? say('messages: final assistant content cannot end with trailing whitespace')
    : undefined
}
