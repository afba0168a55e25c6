import { oracles } from '../oracles/index.ts'
import { own } from '../own.ts'
import type { ScenarioResult } from '../result.ts'
import { shapeOf } from './page/alike.ts'
import { listedAs, type Standing } from './standing.ts'

/** What failed for one reason: the same finding, whatever tool or call it is about, or the same listed bug. */
export type Cause = {
  readonly claim: string
  /** the claim in a sentence */
  readonly sentence: string
  readonly standing: Extract<Standing, 'fail' | 'known'>
  /** the first finding's own words */
  readonly says: string
  /** the issue and the note of a listed bug */
  readonly about: string
  /** the scenarios, by name */
  readonly scenarios: readonly string[]
}

const sentences: Readonly<Record<string, string>> = Object.fromEntries(
  oracles.map(({ claim, sentence }) => [claim, sentence]),
)

/** The causes of all findings: new ones first, then by how many scenarios show them. */
export function causesOf(results: readonly ScenarioResult[]): Cause[] {
  const all = results.flatMap((result) =>
    result.claims.flatMap(({ claim, findings }) => {
      const listed = listedAs(result, claim)
      const about = [listed?.issue, listed?.note].filter((word) => typeof word === 'string').join(', ')
      return findings.map(({ says }) => ({ claim, says, about, isKnown: listed !== undefined, name: result.name }))
    }),
  )
  const groups = Map.groupBy(all, ({ claim, says, about, isKnown }) =>
    isKnown ? `${claim} ${about}` : kindOf(claim, says),
  )
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group
      if (first === undefined) return []
      const { claim, says, about, isKnown } = first
      const scenarios = [...new Set(group.map(({ name }) => name))]
      const standing = isKnown ? ('known' as const) : ('fail' as const)
      return [{ claim, sentence: String(own(sentences, claim) ?? claim), standing, says, about, scenarios }]
    })
    .toSorted((a, b) => rankOf(a) - rankOf(b) || b.scenarios.length - a.scenarios.length)
}

/** The kind of a finding: the same claim and the same words, whatever tool, call or request they are about. */
export function kindOf(claim: string, says: string): string {
  return `${claim} ${shapeOf(says)}`
}

function rankOf({ standing }: Cause): number {
  return standing === 'fail' ? 0 : 1
}
