import { type Block, mergeTurns, type Turn } from './transcript.ts'

/** One broken pair: which rule, which call ids, and the turn where it shows. */
export type Break = {
  readonly rule: 'call-without-result' | 'result-without-call' | 'result-repeated' | 'call-repeated'
  readonly ids: readonly string[]
  readonly at: string
}

/**
 * The pairing rules every provider has in common, on merged turns: each call of an assistant turn has exactly one
 * result in the very next turn, each result belongs to a call of the turn just before, and no id is used twice in a turn.
 */
export function findBreaks(turns: readonly Turn[]): Break[] {
  const merged = mergeTurns(turns)
  return merged.flatMap((turn, index) =>
    turn.role === 'assistant' ? breaksOfCalls(turn, merged[index + 1]) : breaksOfResults(turn, merged[index - 1]),
  )
}

function breaksOfCalls(turn: Turn, next: Turn | undefined): Break[] {
  const called = idsOf(turn.blocks, 'call')
  const answered = new Set(idsOf(next?.blocks ?? [], 'result'))
  return [
    ...found('call-repeated', repeated(called), turn.at),
    ...found(
      'call-without-result',
      called.filter((id) => !answered.has(id)),
      turn.at,
    ),
  ]
}

function breaksOfResults(turn: Turn, previous: Turn | undefined): Break[] {
  const results = idsOf(turn.blocks, 'result')
  const called = new Set(idsOf(previous?.blocks ?? [], 'call'))
  return [
    ...found('result-repeated', repeated(results), turn.at),
    ...found(
      'result-without-call',
      results.filter((id) => !called.has(id)),
      turn.at,
    ),
  ]
}

function idsOf(blocks: readonly Block[], type: 'call' | 'result'): string[] {
  return blocks.flatMap((block) => (block.type === type ? [block.id] : []))
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}

function found(rule: Break['rule'], ids: readonly string[], at: string): Break[] {
  return ids.length > 0 ? [{ rule, ids: [...new Set(ids)], at }] : []
}
