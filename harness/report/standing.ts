import { newsOf } from '../expectations/expectations.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { ScenarioResult } from '../result.ts'

/** A verdict beside what was expected: `known` has findings, all of them listed; `gone` has none, and was to have some. */
export type Standing = Verdict | 'known' | 'gone'

/** What a result is to a person who knows what is listed. */
export function standingOf({ verdict, expected }: ScenarioResult): Standing {
  if (verdict === 'fail') return newsOf(verdict, expected) === 'pass' ? 'known' : 'fail'
  return newsOf(verdict, expected) === 'fail' ? 'gone' : verdict
}
