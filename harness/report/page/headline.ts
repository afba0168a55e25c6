import type { PageData, PageReport } from '../html.ts'
import type { Standing } from '../standing.ts'
import { capital, claimOf } from './words.ts'

/** What a report comes to in a sentence: what broke, and otherwise whether anything is new. */
export function headline({ reports, broke, claims }: PageData): string {
  const crashes = reports.flatMap((report) => report.crashes).length
  if (crashes > 0) return `Gatecrash itself crashed ${crashes === 1 ? 'once' : `${crashes} times`}`
  const news = new Set(broke.filter(({ standing }) => standing === 'fail').map(({ claim }) => claim))
  const tierOf = (claim: string) => claimOf(claims, claim)?.tier ?? 0
  const [worst, ...others] = [...news].toSorted((a, b) => tierOf(a) - tierOf(b))
  if (worst !== undefined) {
    const more =
      others.length === 0 ? '' : `, and ${others.length} more ${others.length === 1 ? 'claim' : 'claims'} failed`
    return `${capital(claimOf(claims, worst)?.fails ?? worst)}${more}`
  }
  const of = countIn(reports)
  const total = reports.flatMap(({ scenarios }) => scenarios).length
  if (of('gone') > 0)
    return `Nothing new failed, but ${counted(of('gone'), 'scenario')} no longer ${of('gone') === 1 ? 'fails' : 'fail'} as listed`
  if (of('inconclusive') > 0) return `${counted(of('inconclusive'), 'scenario')} could not be judged`
  if (of('known') > 0)
    return `Nothing new: ${of('known')} of ${counted(total, 'scenario')} ${of('known') === 1 ? 'fails' : 'fail'}, as known`
  return total === 0 ? 'Nothing ran' : total === 1 ? 'The scenario passed' : `All ${total} scenarios passed`
}

/** How many runs have a standing. */
export function countIn(reports: readonly PageReport[]): (standing: Standing) => number {
  const results = reports.flatMap(({ scenarios }) => scenarios)
  return (standing) => results.filter((result) => result.standing === standing).length
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
