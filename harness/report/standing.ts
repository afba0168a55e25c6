import { type Expectation, newsOf } from '../expectations/expectations.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { ScenarioResult } from '../result.ts'
import { standings } from './page/words.ts'

/** A verdict beside what was expected: `known` has findings, all of them listed; `gone` has nothing new, and lacks one that is listed. */
export type Standing = Verdict | 'known' | 'gone'

/** What a result is to a person who knows what is listed. */
export function standingOf({ verdict, expected }: Pick<ScenarioResult, 'verdict' | 'expected'>): Standing {
  const isNews = newsOf(verdict, expected) === 'fail'
  if (verdict === 'fail' && !isNews) return 'known'
  return isNews && expected?.unlisted.length === 0 ? 'gone' : verdict
}

/** Of several runs of a scenario the one that is most to be read; nothing of none. */
export function worstOf<T extends Pick<ScenarioResult, 'verdict' | 'expected'>>(results: readonly T[]): T | undefined {
  const rank = (result: T) => standings.indexOf(standingOf(result))
  return results.toSorted((a, b) => rank(a) - rank(b))[0]
}

/** What is listed about a claim that failed; nothing when it is news. */
export function listedAs({ expected }: Pick<ScenarioResult, 'expected'>, claim: string): Expectation | undefined {
  return expected?.known.find((expectation) => expectation.claim === claim)
}

/** Why a result does not tell: the steps that did not land, then what its claims lack. */
export function doubtsOf({ missed, claims }: Pick<ScenarioResult, 'missed' | 'claims'>): string[] {
  const unsure = claims.filter(({ verdict }) => verdict === 'inconclusive')
  return [...missed.map((miss) => `did not happen: ${miss}`), ...unsure.map(({ claim, why }) => `${claim}: ${why}`)]
}
