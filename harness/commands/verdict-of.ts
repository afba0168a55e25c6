import { newsOf } from '../expectations/expectations.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { Report } from '../report/json.ts'
import { exitCodes } from './command.ts'
import type { Outcome } from './run-files.ts'

/** What a run comes to: what is known is not new; what there was no time for, or where nothing ran, is no pass. */
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

type Judged = Pick<Report, 'verdict' | 'scenarios'>

/** The worst verdict of several reports; where nothing ran at all, there is nothing to pass. */
export function worstVerdict(reports: readonly Judged[]): Verdict | 'crash' {
  const order = ['crash', 'fail', 'inconclusive'] as const
  const worst = order.find((verdict) => reports.some((report) => report.verdict === verdict))
  return worst ?? (reports.every(({ scenarios }) => scenarios.length === 0) ? 'inconclusive' : 'pass')
}

/** The one rule for exit codes: whatever was run or judged again, they tell whether anything is new. */
export function exitCodeOf(reports: readonly Judged[]): number {
  return exitCodes[worstVerdict(reports)]
}
