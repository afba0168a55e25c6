import type { Call, CallTurn, Result } from './turns-of-calls.ts'

/** Which result belongs to which call, and what belongs to none. */
export type Matched = {
  readonly of: ReadonlyMap<Call, Result>
  /** results whose ids were swapped: they have others now */
  readonly swapped: readonly Result[]
  /** calls that had the id of an earlier one: they have others now */
  readonly renamed: readonly Call[]
  readonly loose: readonly Result[]
}

/** Finds the result of each call: the real one where there is one, wherever it stands. */
export function matchResults(turns: readonly CallTurn[], results: readonly Result[]): Matched {
  const renamed = renameRepeated(turns)
  const swapped = unswap(turns, results)
  const taken = new Set<Result>()
  const of = new Map<Call, Result>()
  const byId = Map.groupBy(results, ({ id }) => id)
  for (const turn of turns) {
    for (const call of turn.calls) {
      const free = (byId.get(call.id) ?? []).filter((result) => !taken.has(result))
      const best = free.toSorted((a, b) => rank(turn, a) - rank(turn, b))[0]
      if (best === undefined) continue
      taken.add(best)
      of.set(call, best)
    }
  }
  return { of, swapped, renamed, loose: results.filter((result) => !taken.has(result)) }
}

/** A real result comes before one that was made up; then the one in its place, then a later one, then an earlier one. */
function rank({ behind, last }: CallTurn, result: Result): number {
  const place = behind.includes(result) ? 0 : result.index > last ? 1 : 2
  return place + (result.piece.invented ? 10 : 0)
}

/** An id names one call in a whole conversation; a later one with the same gets another, and the results behind it too. */
function renameRepeated(turns: readonly CallTurn[]): Call[] {
  const seen = new Set<string>()
  const renamed: Call[] = []
  for (const { calls, behind } of turns) {
    for (const call of calls) {
      const was = call.id
      if (seen.has(was)) {
        for (let n = 2; seen.has(call.id); n++) call.id = `${was}_${n}`
        const twin = calls.some((other) => other !== call && other.id === was)
        const own = behind.filter(({ id }) => id === was)
        const result = twin ? own[1] : own[0]
        if (result !== undefined) result.id = call.id
        renamed.push(call)
      }
      seen.add(call.id)
    }
  }
  return renamed
}

/**
 * A result that stands before its call cannot be of that call: where it stands right behind a turn with one call that has no result there, it
 * is that one's, and the two have traded ids.
 */
function unswap(turns: readonly CallTurn[], results: readonly Result[]): Result[] {
  const turnOf = new Map(turns.flatMap((turn) => turn.calls.map(({ id }) => [id, turn] as const)))
  const placeOf = new Map(turns.flatMap((turn) => turn.behind.map((result) => [result, turn] as const)))
  const swapped: Result[] = []
  for (const result of results) {
    const [own, place] = [turnOf.get(result.id), placeOf.get(result)]
    if (own === undefined || place === undefined || own === place || result.index > own.first) continue
    const given = openCall(place)
    const other = given && own.behind.find(({ id }) => id === given.id)
    const back = openCall(own)
    if (given === undefined || other === undefined || back === undefined) continue
    result.id = given.id
    other.id = back.id
    swapped.push(result, other)
  }
  return swapped
}

/** The one call of a turn that has no result right behind it. */
function openCall({ calls, behind }: CallTurn): Call | undefined {
  const open = calls.filter(({ id }) => !behind.some((result) => result.id === id))
  return open.length === 1 ? open[0] : undefined
}
