import type { Call } from '../facts/calls.ts'
import { sameCall } from '../transcript/blocks.ts'
import type { Looking } from './compare.ts'
import type { Deviation, Piece } from './deviation.ts'
import type { ReplyItem } from './items.ts'
import { jsonOf } from './json-of.ts'

/** How a reply of the model stands in a channel: its text, and its calls with their arguments. */
export function lookForReply(item: ReplyItem, looking: Looking): Deviation[] {
  return [...textDeviations(item, looking), ...item.calls.flatMap((call) => callDeviations(item, call, looking))]
}

function textDeviations(item: ReplyItem, looking: Looking): Deviation[] {
  const { claims, channel, found } = looking
  const { text } = item
  if (text.trim() === '') return []
  const exact = claims.text('assistant', text)
  const around = exact ?? claims.textWhere('assistant', (said) => said.includes(text.trim()))
  if (around !== undefined) {
    claims.claim(around)
    found.push({ item, piece: around })
  }
  if (!channel.owes(item) || (item.calls.length > 0 && mayDropText(looking))) return []
  const isPart = item.request.replied?.end !== 'complete'
  if (exact !== undefined || (around !== undefined && (isPart || looking.manners.takes('joins-replies')))) return []
  if (around === undefined) return [{ kind: 'missing', item, found: claims.free.find(isSaidByModel) }]
  return [{ kind: 'altered', item, found: around, expected: text, actual: textIn(around) }]
}

function mayDropText({ manners, channel }: Looking): boolean {
  const isHidden = channel.kind === 'history' && manners.takes('hides-texts-beside-calls')
  return isHidden || manners.takes('drops-texts-beside-calls')
}

function callDeviations(item: ReplyItem, call: Call, { claims, channel, manners, found, calls }: Looking): Deviation[] {
  const piece = claims.call(call.id, (other) => isCallOf(other, call))
  if (piece !== undefined) {
    claims.claim(piece)
    found.push({ item, piece })
    calls.set(call, piece)
  }
  if (!channel.owes(item)) return []
  if (piece?.block.type !== 'call') {
    const isHidden = channel.kind === 'history' && manners.takes('hides-tools')
    return isHidden ? [] : [{ kind: 'missing', item, found: undefined }]
  }
  const { id, name, input } = piece.block
  const altered = (expected: string, actual: string): Deviation[] => [
    { kind: 'altered', item, found: piece, expected, actual },
  ]
  if (!sameCall(id, call.id) && !manners.takes('rewrites-ids')) return altered(`the id ${call.id}`, `the id ${id}`)
  if (call.input !== undefined && jsonOf(input) !== jsonOf(call.input))
    return altered(`the arguments ${jsonOf(call.input)}`, `the arguments ${jsonOf(input)}`)
  if (channel.kind === 'request' && call.name !== undefined && name !== call.name)
    return altered(`a call of ${call.name}`, `a call of ${name}`)
  return []
}

/** A call that has another id, and is the same by what it calls. */
function isCallOf({ block }: Piece, { input, name }: Call): boolean {
  return block.type === 'call' && input !== undefined && block.name === name && jsonOf(block.input) === jsonOf(input)
}

function isSaidByModel({ role, block }: Piece): boolean {
  return role === 'assistant' && block.type === 'text'
}

function textIn({ block }: Piece): string {
  return block.type === 'text' ? block.text : ''
}
