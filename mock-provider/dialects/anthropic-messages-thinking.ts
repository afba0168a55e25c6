import { firstOf, isObject, type Json } from '../json.ts'
import { checkSignature } from '../signature.ts'
import { say, type Words } from './words.ts'

type Block = Json & { type: string }
type Turn = { role: string; blocks: Block[] }

/** The rules about thinking blocks, on merged turns; the final assistant turn is held to more than the others. */
export function judgeThinking(body: Json, turns: readonly Turn[], anyThinking: boolean): Words | undefined {
  return (anyThinking ? thinkingBlocks(body, turns) : undefined) ?? thinkingOn(body, turns)
}

function thinkingBlocks(body: Json, turns: readonly Turn[]): Words | undefined {
  const final = turns.findLastIndex(({ role }) => role === 'assistant')
  const assistants = turns.map((turn, n) => ({ ...turn, n })).filter(({ role }) => role === 'assistant')
  return (
    firstOf(assistants, ({ blocks, n }) => thinkingFirst(blocks, n)) ??
    firstOf(assistants, ({ blocks, n }) =>
      firstOf(blocks, (block, m) => badSignature(block, `messages.${n}.content.${m}`)),
    ) ??
    firstOf(turns[final]?.blocks ?? [], (block, m) => modified(block, `messages.${final}.content.${m}`)) ??
    thinkingOff(body, turns, final)
  )
}

/** Whether blocks of a type are what the model thought. */
export function isThinking(type: string): boolean {
  return type === 'thinking' || type === 'redacted_thinking'
}

function thinkingFirst(blocks: readonly Block[], n: number): Words | undefined {
  const [first] = blocks
  if (first === undefined || isThinking(first.type) || !blocks.some(({ type }) => isThinking(type))) return undefined
  return say(
    'thinking-first',
    `messages.${n}.content.0: If an assistant message contains any thinking blocks, the first block must be \`thinking\` or \`redacted_thinking\`. Found \`${first.type}\`.`,
  )
}

function badSignature(block: Block, path: string): Words | undefined {
  if (block.type === 'redacted_thinking')
    return checkSignature(String(block.data)) === 'corrupted'
      ? say('thinking-signature', `${path}: Invalid \`data\` in \`redacted_thinking\` block`)
      : undefined
  if (block.type !== 'thinking') return undefined
  return checkSignature(String(block.signature), String(block.thinking)) === 'corrupted'
    ? say('thinking-signature', `${path}: Invalid \`signature\` in \`thinking\` block`)
    : undefined
}

/** Real signatures have hundreds of characters; an empty thinking beside one is how the API itself leaves thinking out. */
const shortSignature = 64

function modified(block: Block, path: string): Words | undefined {
  if (block.type !== 'thinking') return undefined
  const signature = String(block.signature)
  const emptied = block.thinking === '' && signature.length < shortSignature
  if (!emptied && checkSignature(signature, String(block.thinking)) !== 'modified') return undefined
  return say(
    'thinking-modified',
    `${path}: \`thinking\` or \`redacted_thinking\` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.`,
  )
}

function isOn({ thinking }: Json): boolean {
  return isObject(thinking) && thinking.type === 'enabled'
}

/** Models since 5 think when nothing is said about it (docs: "Migrating to Claude Opus 5"). */
function isOff({ thinking, model }: Json): boolean {
  if (thinking === undefined) return !/^claude-[a-z]+-[5-9](-|$)/.test(String(model))
  return isObject(thinking) && thinking.type === 'disabled'
}

/** With thinking off, the final assistant turn of a tool loop has none. */
function thinkingOff(body: Json, turns: readonly Turn[], final: number): Words | undefined {
  const [first] = turns[final]?.blocks ?? []
  const next = turns[final + 1]?.blocks ?? []
  const continues = next.length === 0 || next.some(({ type }) => type === 'tool_result')
  if (!isOff(body) || first === undefined || !continues || !isThinking(first.type)) return undefined
  return say(
    'thinking-when-off',
    `messages.${final}.content.0: When thinking is disabled, an \`assistant\` message in the final position cannot contain \`thinking\`. To use thinking blocks, enable \`thinking\` in your request.`,
  )
}

/**
 * With thinking on, a tool loop has thinking: the model thinks at least once after the user has spoken, and not before each
 * step, so one turn that begins with it is enough. Not settled: whether a text behind results begins a new loop; ours takes it so.
 */
function thinkingOn(body: Json, turns: readonly Turn[]): Words | undefined {
  if (!isOn(body)) return undefined
  const spoken = turns.findLastIndex(
    ({ role, blocks }) => role === 'user' && blocks.some(({ type }) => type !== 'tool_result'),
  )
  const loop = turns.flatMap(({ role, blocks: [first] }, n) =>
    n > spoken && role === 'assistant' && first !== undefined ? [{ n, first }] : [],
  )
  const last = loop.at(-1)
  if (last === undefined || loop.some(({ first }) => isThinking(first.type))) return undefined
  return say(
    'thinking-expected',
    `messages.${last.n}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${last.first.type}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking`,
  )
}
