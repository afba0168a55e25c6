import type { Evidence, Seen } from '../expected/evidence.ts'
import type { ResultItem } from '../expected/items.ts'
import { cameLate } from '../expected/results.ts'
import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'
import { holdsCall, resultsOf, short } from '../transcript/blocks.ts'
import { findingOf } from './deviation-words.ts'
import { storedResults } from './excerpt.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * What a finished tool returned reaches every later request, the store and what clients are shown, exactly once, at its own call and
 * unaltered. Which results are owed, and since when, `expected/results.ts` says.
 */
export const resultsKept: Oracle = {
  claim: 'results-kept',
  tier: 1,
  fails: 'the result of a finished tool was lost or altered',
  sentence: 'what a finished tool returned reaches the next request exactly once',
  judge(evidence) {
    const { facts } = evidence
    const lost = evidence.deviations.flatMap((seen) => (ofResult(seen) === undefined ? [] : [seen]))
    const told = new Set<ResultItem>()
    const first = lost.filter((seen) => {
      const item = ofResult(seen) as ResultItem
      const isNew = seen.channel.kind === 'request' || !told.has(item)
      told.add(item)
      return isNew
    })
    if (first.length > 0) return fromFindings(first.map((seen) => inWords(evidence, seen)))
    const owed = conversationsOf(facts).flatMap((one) => evidence.expected(one).filter(({ type }) => type === 'result'))
    if (owed.length === 0)
      return wasOrdered(facts) && !wasReported(facts)
        ? inconclusive('the gateway reported no result of a tool')
        : fromFindings([])
    const isMet = owed.some((item) => item.type === 'result' && hasRequest(facts, item))
    return isMet ? fromFindings([]) : inconclusive('no request was made after a tool had finished')
  },
}

/** Whether a request came since a result was owed, or had it even before we heard of its end. */
function hasRequest(facts: Facts, { due, text, call }: ResultItem): boolean {
  if (firstAfter(facts.requests.main, due) !== undefined) return true
  const next = firstAfter(facts.requests.of(call.request.conversation ?? ''), call.n)
  return next !== undefined && resultsOf(next.asked.turns, call.id).some((result) => result.text.includes(text))
}

function conversationsOf(facts: Facts): string[] {
  return facts.requests.conversations
}

function ofResult({ deviation }: Seen): ResultItem | undefined {
  return deviation.kind !== 'stranger' && deviation.item.type === 'result' ? deviation.item : undefined
}

/** Whether the schedule let any tool return something in time. */
function wasOrdered(facts: Facts): boolean {
  return facts.calls.all.some((call) => call.orders.some(({ order }) => order !== 'die') && !cameLate(facts, call))
}

/** Whether the gateway reported the end of any tool, even if it owes none. */
function wasReported(facts: Facts): boolean {
  return facts.of('tool-reported').some(({ phase }) => phase === 'ended')
}

function inWords({ facts, manners }: Evidence, seen: Seen): Finding {
  const plain = findingOf(seen)
  const item = ofResult(seen) as ResultItem
  const { call } = item
  const { turns, where } = seen.channel
  const given = resultsOf(turns, call.id)
  const invented = given.find(({ text }) => manners.invents(text))
  const says = `tool ${call.tool}'s result ${whatBecame(seen, invented !== undefined)}`
  return {
    ...plain,
    says: says.replace('{where}', where),
    expected: plain.expected || short(item.text),
    excerpt: [
      `the tool returned: "${short(item.text)}"`,
      ...given.map(({ text }) => `${where}: "${short(text)}"`),
      ...storedResults(facts, call.id, call.request.session),
    ],
  }
}

function whatBecame({ channel, deviation }: Seen, isInvented: boolean): string {
  if (deviation.kind === 'doubled') return 'is in {where} twice'
  if (deviation.kind === 'altered') {
    if (isInvented) return 'was lost: {where} has an invented result in its place'
    return deviation.expected.startsWith('marked') || deviation.expected.startsWith('not marked')
      ? 'has another error flag in {where}'
      : 'was altered in {where}'
  }
  if (deviation.kind !== 'missing') return 'is in the wrong place in {where}'
  if (deviation.found?.block.type === 'result') return 'stands at another call in {where}'
  const { id } = (deviation.item as ResultItem).call
  return holdsCall(channel.turns, id)
    ? 'was lost: {where} has its call without it'
    : 'was lost: {where} has neither its call nor its result'
}
