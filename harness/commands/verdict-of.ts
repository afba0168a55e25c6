import { newsOf } from '../expectations/expectations.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { Report } from '../report/json.ts'
import { exitCodes } from './command.ts'
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

/** The worst verdict of several reports. */
export function worstVerdict(reports: readonly Pick<Report, 'verdict'>[]): Verdict | 'crash' {
  const order = ['crash', 'fail', 'inconclusive'] as const
  return order.find((verdict) => reports.some((report) => report.verdict === verdict)) ?? 'pass'
}

/** The one rule for exit codes: whatever was run or judged again, they tell whether anything is new. */
export function exitCodeOf(reports: readonly Pick<Report, 'verdict'>[]): number {
  return exitCodes[worstVerdict(reports)]
}
