import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { Block, Turn } from '../../transcript/transcript.ts'

/** A stored or shown message as a neutral turn; nothing for what is no message (model changes, custom entries). */
export function turnOf(message: unknown, at: string): Turn[] {
  if (!isObject(message)) return []
  const { role, content, stopReason } = message
  if (role === 'toolResult') return [{ role: 'user', blocks: [resultOf(message)], at }]
  if (role !== 'user' && role !== 'assistant') return []
  const turn: Turn = { role, blocks: blocksOf(content), at }
  return [stopReason === 'error' || stopReason === 'aborted' ? { ...turn, ended: stopReason } : turn]
}

function resultOf(message: Json): Block {
  const text = blocksOf(message.content).flatMap((block) => (block.type === 'text' ? [block.text] : []))
  return { type: 'result', id: callIdOf(message.toolCallId), text: text.join('\n'), error: message.isError === true }
}

function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isObject).map(blockOf) : []
}

function blockOf(block: Json): Block {
  if (block.type === 'text') return { type: 'text', text: String(block.text) }
  if (block.type === 'toolCall' || block.type === 'tool_use')
    return { type: 'call', id: callIdOf(block.id), name: String(block.name), input: block.arguments ?? block.input }
  return { type: 'other', name: String(block.type) }
}

/** With the Responses API the id of a call and that of its item are one: `call_1|fc_1`. */
export function callIdOf(id: unknown): string {
  return String(id).split('|')[0] ?? ''
}
