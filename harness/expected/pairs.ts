import type { Deviation, Piece } from './deviation.ts'
import type { Item } from './items.ts'
import type { Looking } from './looking.ts'

type Stranger = Extract<Deviation, { kind: 'stranger' }>

/** Where a text that nobody said stands at the very place of one that is missing, the one is the other, altered. */
export function inPlaceOf(said: readonly Deviation[], strangers: readonly Deviation[], looking: Looking): Deviation[] {
  const left = new Set(strangers)
  const paired = said.map((deviation): Deviation => {
    if (deviation.kind !== 'missing') return deviation
    const { item } = deviation
    const stranger = [...left].find((one) => one.kind === 'stranger' && standsFor(one, item, looking))
    if (stranger?.kind !== 'stranger' || stranger.found.block.type !== 'text') return deviation
    left.delete(stranger)
    return { kind: 'altered', item, found: stranger.found, expected: item.text, actual: stranger.found.block.text }
  })
  return [...paired, ...left]
}

function standsFor({ found }: Stranger, item: Item, looking: Looking): boolean {
  const role = item.type === 'message' ? 'user' : 'assistant'
  if (found.block.type !== 'text' || found.role !== role || item.text.trim() === '') return false
  const [before, after] = neighboursOf(item, looking.found)
  return found.index > (before?.index ?? -1) && found.index < (after?.index ?? Number.POSITIVE_INFINITY)
}

/** What was found of the items around one: the reply whose text is missing may show its calls. */
function neighboursOf(item: Item, found: Looking['found']): [Piece | undefined, Piece | undefined] {
  const before = found.findLast((one) => one.item.n < item.n)?.piece
  const after = found.find((one) => one.item === item || one.item.n > item.n)?.piece
  return [before, after]
}
