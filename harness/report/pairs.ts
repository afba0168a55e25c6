import { madeCalls } from '../oracles/calls.ts'
import { holdsCall, mainRequests, resultsOf, sameCall, sessionOf, sessionOfCall } from '../oracles/facts.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { findBreaks } from '../transcript/pairing.ts'
import type { Cited } from './cited.ts'

/**
 * The way of a call: entry `made` is the reply that made it, `ended` the end of its tool, `met` the request or the stored
 * transcript that has it next. Its pair is broken there when the result is missing, or is not what the tool returned.
 */
export type Pair = {
  readonly call: string
  readonly tool: string
  readonly made: number
  readonly ended: number | null
  readonly met: number
  readonly broken: 'no result' | 'another result' | null
}

/** The pairs of a record: of each call that a later request carries, and of each that is broken in the store. */
export function pairsOf(entries: readonly Entry[], cited: Cited): Pair[] {
  return madeCalls(entries).flatMap(({ id: call, tool, n: made }) => {
    const ended =
      entriesOf(entries, 'tool-ended').find((entry) => entry.call === call && entry.tool === tool)?.n ?? null
    const way = { call, tool, made, ended }
    const session = sessionOfCall(entries, call, tool)
    const asked = mainRequests(entries).find(
      (request) => request.n > made && sessionOf(entries, request) === session && holdsCall(request.turns, call),
    )
    const stored = entriesOf(entries, 'transcript-stored').findLast((transcript) => transcript.session === session)
    return [
      ...(asked === undefined ? [] : [{ ...way, met: asked.n, broken: breakAt(asked, way, cited) }]),
      ...(stored !== undefined && owesResult(stored, call)
        ? [{ ...way, met: stored.n, broken: 'no result' as const }]
        : []),
    ]
  })
}

function breakAt(
  { n, turns }: EntryOf<'provider-asked'>,
  { call, ended }: { readonly call: string; readonly ended: number | null },
  cited: Cited,
): Pair['broken'] {
  if (resultsOf(turns, call).length === 0) return 'no result'
  // gateways cut and rewrite what tools return, so that it has been lost is for the oracle to say
  return ended !== null && ended < n && cited.lost.has(ended) && cited.lost.has(n) ? 'another result' : null
}

/** An attempt that ended badly owes nothing: it may never be replayed. */
function owesResult({ turns }: EntryOf<'transcript-stored'>, call: string): boolean {
  const kept = turns.filter(({ ended }) => ended === undefined)
  return findBreaks(kept).some(
    ({ rule, ids }) => rule === 'call-without-result' && ids.some((id) => sameCall(id, call)),
  )
}
