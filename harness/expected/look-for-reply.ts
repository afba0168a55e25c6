import type { Call } from '../facts/calls.ts'
import { sameCall } from '../transcript/blocks.ts'
import type { Deviation, Piece } from './deviation.ts'
import type { ReplyItem } from './items.ts'
import { isSameJson, jsonOf } from './json-of.ts'
import type { Looking } from './looking.ts'
import { actsUpon } from './replies.ts'

/** How a reply of the model stands in a channel: its text, and its calls with their arguments. */
export function lookForReply(item: ReplyItem, looking: Looking): Deviation[] {
  const text = textDeviations(item, looking)
  const calls = item.calls.flatMap((call) => callDeviations(item, call, looking))
  const found = item.calls.filter((call) => looking.calls.has(call))
  // of a batch of which something is left, what is missing is named; else it is the reply that is missing
  return [...text, ...(found.length > 0 ? calls : calls.slice(0, 1).map(wholeOf))]
}

function wholeOf(deviation: Deviation): Deviation {
  return deviation.kind === 'missing' ? { kind: 'missing', item: deviation.item, found: undefined } : deviation
}

function textDeviations(item: ReplyItem, looking: Looking): Deviation[] {
  const { claims, channel, found, demand, known } = looking
  const { text } = item
  if (text.trim() === '') return []
  const isOwed = channel.owes(item)
  const same = claims.texts('assistant', text)
  const exact = same.length > (isOwed ? 0 : demand.ofText('assistant', text)) ? same[0] : undefined
  const isSaid = (said: string) => known.times('assistant', said) > 0
  const around = exact ?? (isOwed ? claims.textAround('assistant', text, isSaid) : undefined)
  if (around !== undefined) {
    claims.claim(around)
    found.push({ item, piece: around })
  }
  if (!isOwed || (item.calls.length > 0 && mayDropText(looking))) return []
  const isPart = item.request.replied?.end !== 'complete'
  if (exact !== undefined || (around !== undefined && (isPart || looking.manners.takes('joins-replies')))) return []
  if (around === undefined) return [{ kind: 'missing', item, found: undefined }]
  return [{ kind: 'altered', item, found: around, expected: text, actual: textIn(around) }]
}

function mayDropText({ manners, channel }: Looking): boolean {
  const isHidden = channel.kind === 'history' && manners.takes('hides-texts-beside-calls')
  return isHidden || manners.takes('drops-texts-beside-calls')
}

function callDeviations(item: ReplyItem, call: Call, looking: Looking): Deviation[] {
  const { claims, channel, manners, found, calls } = looking
  const piece = pieceOf(call, channel.owes(item), looking)
  if (piece !== undefined) {
    claims.claim(piece)
    found.push({ item, piece })
    calls.set(call, piece)
  }
  if (!channel.owes(item)) return []
  if (piece?.block.type !== 'call') {
    const isHidden = channel.kind === 'history' && manners.takes('hides-tools')
    return isHidden || mayBeLeftOut(call) ? [] : [{ kind: 'missing', item, found: undefined, call }]
  }
  const { id, name, input } = piece.block
  const altered = (expected: string, actual: string): Deviation[] => [
    { kind: 'altered', item, found: piece, expected, actual },
  ]
  if (!sameCall(id, call.id) && !manners.takes('rewrites-ids')) return altered(`the id ${call.id}`, `the id ${id}`)
  if (call.input !== undefined && !isSameJson(input, call.input))
    return altered(`the arguments ${jsonOf(call.input)}`, `the arguments ${jsonOf(input)}`)
  if (channel.kind === 'request' && call.name !== undefined && name !== call.name)
    return altered(`a call of ${call.name}`, `a call of ${name}`)
  return []
}

/** A gateway may leave out a call that it has not acted upon, when the stream of its reply was broken. */
function mayBeLeftOut(call: Call): boolean {
  return call.request.replied?.end === 'broken' && actsUpon(call).length === 0
}

/** The piece that shows a call: by its id, or else by what it calls where its id is no other call's. */
function pieceOf(call: Call, isOwed: boolean, { claims, demand }: Looking): Piece | undefined {
  const own = claims.callsWithId(call.id)
  if (own.length > (isOwed ? 0 : demand.ofId(call.id))) return own[0]
  if (call.input === undefined || call.name === undefined) return undefined
  const alike = claims
    .callsOf(call.name, call.input)
    .filter(({ block }) => block.type === 'call' && demand.ofId(block.id) === 0)
  return alike.length > (isOwed ? 0 : demand.ofCall(call.name, call.input)) ? alike[0] : undefined
}

function textIn({ block }: Piece): string {
  return block.type === 'text' ? block.text : ''
}
