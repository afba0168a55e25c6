import type { Rejection } from '../../harness/record/entry.ts'
import type { WireRequest } from '../dialect.ts'
import { firstOf, isObject, type Json } from '../json.ts'
import { field } from '../wire.ts'
import { anthropicEvidence } from './anthropic-messages-evidence.ts'
import { judgeFields, tooManyCacheMarks } from './anthropic-messages-fields.ts'
import { judgeOptions } from './anthropic-messages-options.ts'
import { type Block, blocksOf, isDirective, judgeShape, type Message } from './anthropic-messages-shape.ts'
import { isThinking, judgeThinking } from './anthropic-messages-thinking.ts'
import { judgeTools } from './anthropic-messages-tools.ts'
import { rejectionIn } from './evidence.ts'
import { judgeAnthropicHeaders } from './headers.ts'
import { say, type Words } from './words.ts'

/** Turns of one role in a row, as one; `at` is the index of the first among the messages. */
type Merged = { role: string; blocks: Block[]; at: number }
/** One rule: what the API says when it is broken, nothing when it is kept. */
type Rule<T> = (subject: T) => Words | undefined

/**
 * What the Messages API answers to a request it rejects: the first rule that is broken, in the order the API applies
 * them: headers, types of known fields, unknown fields, the conversation's shape, then (same-role turns merged) pairing, then what
 * the model knows.
 *
 * Not settled: the index in "ids were found without" (ours names the assistant turn), and the words for a call in a user turn.
 * Not settled, so accepted unless `strict`: calls and results without `tools`, and results in two user turns.
 * Not settled, so accepted: long ids, an empty assistant turn.
 */
export function judgeMessages({ body, kept, betas = '', strict = false, headers }: WireRequest): Rejection | null {
  const usual = { status: 400, type: 'invalid_request_error' }
  const inHeaders = judgeAnthropicHeaders(headers)
  if (inHeaders !== undefined) return rejectionIn(inHeaders, anthropicEvidence, usual)
  const from = kept === undefined ? threadOf(body) : undefined
  if (from !== undefined)
    return rejectionIn(unknownThread(from), anthropicEvidence, { ...usual, type: 'not_found_error' })
  const words = isObject(body)
    ? firstBroken(body, betas, strict)
    : say('wrong-type', 'Input should be a valid dictionary')
  return rejectionIn(words, anthropicEvidence, usual)
}

/** The message that a request goes on from, whose conversation the API is to have. */
export function threadOf(body: unknown): string | undefined {
  const thread = field(body, 'thread')
  const id = field(thread, 'previous_message_id')
  return field(thread, 'type') === 'continue' && typeof id === 'string' ? id : undefined
}

/** The client is to send the whole conversation then, by the code that the SDK looks for. */
function unknownThread(id: string): Words {
  return say('thread-not-found', `Thread not found: no message ${id} to continue from.`, {
    status: 404,
    code: 'thread_not_found',
  })
}

function firstBroken(body: Json, betas: string, strict: boolean): Words | undefined {
  const inFields = judgeFields(body)
  if (inFields !== undefined) return inFields
  const messages = body.messages as Message[]
  const inShape = judgeShape(messages, String(body.model))
  if (inShape !== undefined) return inShape
  const merged = merge(messages)
  const kinds = kindsIn(merged)
  return (
    first(roleRules, merged) ??
    (kinds.some(isServerResult) ? serverResults(merged) : undefined) ??
    repeatedCall(merged) ??
    unpaired(merged) ??
    (strict ? splitResults(messages) : undefined) ??
    judgeThinking(body, merged, kinds.some(isThinking)) ??
    judgeTools(body) ??
    (strict ? undefinedTools(body, merged) : undefined) ??
    judgeOptions(body, betas) ??
    prefill(merged.at(-1), String(body.model)) ??
    tooManyCacheMarks(body)
  )
}

function first<T>(rules: readonly Rule<T>[], subject: T): Words | undefined {
  return firstOf(rules, (rule) => rule(subject))
}

// --- pairing, on merged turns

function merge(messages: readonly Message[]): Merged[] {
  const merged: Merged[] = []
  for (const [at, message] of messages.entries()) {
    if (isDirective(message)) continue
    const blocks = blocksOf(message.content)
    const last = merged.at(-1)
    if (last?.role === message.role) last.blocks.push(...blocks)
    else merged.push({ role: message.role, blocks: [...blocks], at })
  }
  return merged
}

/** The types of all blocks, each once: most rules are about types that most requests do not have. */
function kindsIn(turns: readonly Merged[]): string[] {
  const kinds = new Set<string>()
  for (const { blocks } of turns) for (const { type } of blocks) kinds.add(type)
  return [...kinds]
}

const roleRules: readonly Rule<Merged[]>[] = [
  (turns) =>
    firstOf(turns, ({ role, blocks, at }) =>
      blocks.length === 0 && role === 'user'
        ? say('empty-message', `messages.${at}: user messages must have non-empty content`)
        : undefined,
    ),
  (turns) =>
    firstOf(turns, ({ role, blocks }, n) =>
      role === 'assistant' && blocks.some((block) => block.type === 'tool_result')
        ? say('result-of-assistant', `messages.${n}: \`tool_result\` blocks can only be in \`user\` messages`)
        : undefined,
    ),
  (turns) =>
    firstOf(turns, ({ role, blocks }, n) =>
      role === 'user' && blocks.some((block) => block.type === 'tool_use')
        ? say('call-of-user', `messages.${n}: \`tool_use\` blocks can only be in \`assistant\` messages`)
        : undefined,
    ),
]

function unpaired(turns: readonly Merged[]): Words | undefined {
  return firstOf(turns, (turn, n) =>
    turn.role === 'assistant' ? unanswered(turn, turns[n + 1], n) : orphans(turn, turns[n - 1], n),
  )
}

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
            'server-result-without-call',
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
      if (seen.has(block.id)) return say('call-repeated', `messages.${n}.content.${m}: \`tool_use\` ids must be unique`)
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
    'call-without-result',
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
        'result-without-call',
        `messages.${n}.content.${m}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      )
    if (blocks.findIndex((other) => other.type === 'tool_result' && other.tool_use_id === id) < m)
      return say(
        'result-repeated',
        `messages.${n}.content.${m}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
      )
    return undefined
  })
}

// --- what is wrong with the request as a whole

/** The docs call it only bad style, and some report that it is refused. */
function splitResults(messages: readonly Message[]): Words | undefined {
  const hasResult = ({ content }: Message) => blocksOf(content).some(({ type }) => type === 'tool_result')
  return firstOf(messages, (message, n) => {
    const before = messages[n - 1]
    if (before?.role !== 'user' || message.role !== 'user' || !hasResult(message) || !hasResult(before))
      return undefined
    const ids = blocksOf(message.content).flatMap(({ type, tool_use_id: id }) => (type === 'tool_result' ? [id] : []))
    return say(
      'results-split',
      `messages.${n - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    )
  })
}

/** The API demanded it until 2025; most reports since then say that it does so no more. */
function undefinedTools(body: Json, merged: readonly Merged[]): Words | undefined {
  const usesTools = merged.some(({ blocks }) =>
    blocks.some(({ type }) => type === 'tool_use' || type === 'tool_result'),
  )
  return usesTools && body.tools === undefined
    ? say('tools-defined', 'Requests which include `tool_use` or `tool_result` blocks must define tools.')
    : undefined
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
    return say(
      'prefill',
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    )
  const text = last.blocks.at(-1)?.text
  return typeof text === 'string' && /\s$/.test(text)
    ? say('prefill-space', 'messages: final assistant content cannot end with trailing whitespace')
    : undefined
}
