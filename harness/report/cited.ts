import type { ScenarioResult } from '../result.ts'

/** The entries that findings name: all of them, and those of results that were lost. */
export type Cited = { readonly all: ReadonlySet<number>; readonly lost: ReadonlySet<number> }

/** What the claims of a run name. */
export function citedIn(claims: ScenarioResult['claims']): Cited {
  const entriesOf = (of: ScenarioResult['claims']) =>
    new Set(of.flatMap(({ findings }) => findings.flatMap(({ entries }) => entries)))
  return { all: entriesOf(claims), lost: entriesOf(claims.filter(({ claim }) => claim === 'results-kept')) }
}
