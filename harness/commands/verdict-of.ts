import { newsOf } from '../expectations/expectations.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { Outcome } from './run-files.ts'

/** What a run comes to: what is known is no news, and what there was no time for is no pass. */
export function verdictOf({
  results,
  crashes,
  skipped,
}: Pick<Outcome, 'results' | 'crashes' | 'skipped'>): Verdict | 'crash' {
  if (crashes.length > 0) return 'crash'
  const news = results.map(({ verdict, expected }) => newsOf(verdict, expected))
  if (news.includes('fail')) return 'fail'
  return news.includes('inconclusive') || skipped.some(({ unfinished }) => unfinished) ? 'inconclusive' : 'pass'
}
