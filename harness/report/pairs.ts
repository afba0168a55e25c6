import type { Call } from '../facts/calls.ts'
import type { Facts } from '../facts/facts.ts'
import type { EntryOf } from '../record/entry.ts'
import { bare, resultsOf } from '../transcript/blocks.ts'
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
export function pairsOf(facts: Facts, cited: Cited): Pair[] {
  const carriers = carriersOf(facts)
  const stored = new Map(facts.of('transcript-stored').map((transcript) => [transcript.session, transcript]))
  const owed = new Map([...stored].map(([session, transcript]) => [session, callsOwed(transcript)]))
  return facts.calls.all.flatMap((made) => {
    const { id: call, tool, request } = made
    const way = { call, tool, made: made.n, ended: made.ends[0]?.n ?? null }
    const asked = carriers.get(made)
    const session = request.session ?? ''
    const store = owed.get(session)?.has(bare(call)) ? stored.get(session) : undefined
    return [
      ...(asked === undefined ? [] : [{ ...way, met: asked.n, broken: breakAt(asked, way, cited) }]),
      ...(store === undefined ? [] : [{ ...way, met: store.n, broken: 'no result' as const }]),
    ]
  })
}

/** For each call the first later request of its session that carries it. */
function carriersOf(facts: Facts): Map<Call, EntryOf<'provider-asked'>> {
  const carriers = new Map<Call, EntryOf<'provider-asked'>>()
  for (const { asked, session, n } of facts.requests.main)
    for (const id of asked.turns.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'call' ? block.id : [])),
    ))
      for (const call of facts.calls.withId(id))
        if (call.n < n && call.request.session === session && !carriers.has(call)) carriers.set(call, asked)
  return carriers
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

/** The calls that a stored transcript has without a result; an attempt that ended badly owes nothing: it may never be replayed. */
function callsOwed({ turns }: EntryOf<'transcript-stored'>): ReadonlySet<string> {
  const kept = turns.filter(({ ended }) => ended === undefined)
  const broken = findBreaks(kept).filter(({ rule }) => rule === 'call-without-result')
  return new Set(broken.flatMap(({ ids }) => ids.map(bare)))
}
