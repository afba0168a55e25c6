import { firstOf, isObject, type Json } from '../json.ts'
import { filesOfAssistant } from './anthropic-messages-images.ts'
import { say, type Words } from './words.ts'

/** A block of a message. */
export type Block = Json & { type: string }
/** A message whose fields are of the right types. */
export type Message = { role: string; content?: string | Block[] | undefined; output_config?: unknown }

/** What is wrong with the roles and the texts of a conversation, each message by itself, if anything. */
export function judgeShape(messages: Message[], model: string): Words | undefined {
  return firstOf(shapeRules, (rule) => rule(messages)) ?? systemTurns(messages, model)
}

/** A text that is a plain string is one block; an empty one is none. */
export function blocksOf(content: Message['content'] = []): Block[] {
  if (typeof content !== 'string') return content
  return content === '' ? [] : [{ type: 'text', text: content }]
}

const roles = ['user', 'assistant', 'system']

const shapeRules: readonly ((messages: Message[]) => Words | undefined)[] = [
  (messages) => (messages.length === 0 ? say('no-messages', 'messages: at least one message is required') : undefined),
  (messages) =>
    firstOf(messages, ({ role }) =>
      roles.includes(role)
        ? undefined
        : say('unknown-role', `messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`),
    ),
  (messages) => firstOf(messages, ({ content }) => firstOf(blocksOf(content), emptyText)),
  filesOfAssistant,
]

function emptyText({ type, text }: Block): Words | undefined {
  if (type !== 'text') return undefined
  if (text === '') return say('empty-text', 'messages: text content blocks must be non-empty')
  return /\S/.test(String(text))
    ? undefined
    : say('empty-text', 'messages: text content blocks must contain non-whitespace text')
}

/** A system turn in the middle is for the newest models only; where it may stand is theirs to say. */
function systemTurns(messages: readonly Message[], model: string): Words | undefined {
  if (messages.every(({ role }) => role !== 'system')) return undefined
  if (/^claude-/.test(model) && !/^claude-(opus-4-[89]|[a-z]+-[5-9])(-|$)/.test(model))
    return say(
      'system-role',
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
    .filter((message) => !isDirective(message))
}

/** A system turn that says nothing and only sets options. */
export function isDirective({ role, content, output_config: config }: Message): boolean {
  return role === 'system' && isObject(config) && (content ?? []).length === 0
}

function misplacedSystem(before: Message | undefined, after: Message | undefined, at: number): Words | undefined {
  const anywhere = 'the directive-only form (content: [] with output_config) is accepted at any position'
  if (at === 0)
    return say(
      'system-place',
      `messages.0: use the top-level 'system' parameter for the initial system prompt; ${anywhere}`,
    )
  const lastBlock = blocksOf(before?.content).at(-1)
  const afterServerTool = before?.role === 'assistant' && /_tool_result$/.test(lastBlock?.type ?? '')
  if (before?.role !== 'user' && !afterServerTool)
    return say(
      'system-place',
      `messages.${at}: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result`,
    )
  return after === undefined || after.role === 'assistant'
    ? undefined
    : say(
        'system-place',
        `messages.${at}: role 'system' must precede an 'assistant' message or end the array; ${anywhere}`,
      )
}
