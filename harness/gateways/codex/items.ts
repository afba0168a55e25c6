import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { Turn } from '../../transcript/transcript.ts'

/** The items of a thread that a client is shown, as neutral turns: what was said, without commands. */
export function turnsOfItems(items: readonly unknown[]): Turn[] {
  return items.flatMap((item, index) => (isObject(item) ? turnOf(item, `history ${index}`) : []))
}

function turnOf(item: Json, at: string): Turn[] {
  if (item.type === 'agentMessage')
    return [{ role: 'assistant', blocks: [{ type: 'text', text: String(item.text) }], at }]
  if (item.type !== 'userMessage' || !Array.isArray(item.content)) return []
  const blocks = item.content.filter(isObject).map(({ text }) => ({ type: 'text' as const, text: String(text) }))
  return [{ role: 'user', blocks, at }]
}
