import type { Deviation, Piece } from './deviation.ts'
import type { ResultItem } from './items.ts'
import type { Looking } from './looking.ts'

/** How what a tool returned stands in a channel: once, at its own call, unaltered, and an error only where the tool failed. */
export function lookForResult(item: ResultItem, looking: Looking): Deviation[] {
  const { claims, channel, manners, known } = looking
  if (channel.kind === 'history' && manners.takes('hides-tools')) return []
  const call = looking.calls.get(item.call)
  const results = call === undefined ? [] : claims.resultsOf(call)
  const [found] = results
  if (found === undefined) {
    const isCarried = manners.takes('carries-results-in-summary') && claims.textAround('user', item.text, () => false)
    return isCarried ? [] : [{ kind: 'missing', item, found: claims.resultWhere(item.text) ?? call }]
  }
  const same = claims.resultsSaying(item.text)
  const isTwice = same.length > known.timesReturned(item.text)
  const twice = isTwice ? same.find(({ index }) => index !== found.index) : undefined
  if (twice !== undefined || results.length > Math.max(1, known.timesCalled(item.call.id)))
    return [{ kind: 'doubled', item, found: twice ?? (results[1] as Piece) }]
  return alterations(item, found, looking)
}

function alterations(item: ResultItem, found: Piece, looking: Looking): Deviation[] {
  if (found.block.type !== 'result') return []
  const { channel, manners } = looking
  const { text, error } = found.block
  if (!isWhole(item, text, looking)) return [{ kind: 'altered', item, found, expected: item.text, actual: text }]
  if (!channel.flagsErrors || error === item.error || (item.error && manners.takes('unflagged-errors'))) return []
  const words = (isError: boolean) => (isError ? 'marked as an error' : 'not marked as an error')
  return [{ kind: 'altered', item, found, expected: words(item.error), actual: words(error) }]
}

/**
 * Whether a result is there as it must be: a notice that the gateway declares may stand for any of it. What a tool floods or garbles is text
 * of which the result is a part, and a flood that lost some of it has the notice, where the gateway declares one.
 */
function isWhole({ text, call, error }: ResultItem, actual: string, { manners, known }: Looking): boolean {
  if (actual.trim() === text.trim() || manners.takes('cuts-results', actual)) return true
  if (!actual.includes(text)) return false
  const isFlood = call.orders.some(({ order }) => order === 'flood')
  if (isFlood && manners.takes('cuts-results')) return isUncut(text, actual)
  const isOfMore = isFlood || call.orders.some(({ order }) => order === 'garble')
  const isFolded = manners.takes('folds-messages') && known.isAround('user', actual.replace(text, ''))
  return isOfMore || error || isFolded || manners.takes('wraps-results')
}

/** Whether a flood may be there whole: a tool writes its text far more often than this. */
function isUncut(text: string, actual: string): boolean {
  return actual.length > 100_000 * text.length
}
