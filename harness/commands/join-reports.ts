import type { Report } from '../report/json.ts'

/** Several reports of one gateway and API are one, with the scenarios of all; what was judged again stays apart from what was not. */
export function joinReports(reports: readonly Report[]): Report[] {
  const same = Map.groupBy(reports, ({ gateway, api, rejudged }) => `${gateway} ${api} ${rejudged ?? false}`)
  return [...same.values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    const all = <K extends 'scenarios' | 'skipped' | 'crashes'>(key: K) =>
      some.flatMap((report) => [...report[key]]) as Report[K]
    return [{ ...first, scenarios: all('scenarios'), skipped: all('skipped'), crashes: all('crashes') }]
  })
}
