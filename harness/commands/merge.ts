import { glob, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { compare } from '../expectations/expectations.ts'
import { compareVersions } from '../expectations/versions.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { type Report, readReports } from '../report/json.ts'
import { type Arguments, parseArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { conclude } from './conclude.ts'
import { listedFor } from './listed.ts'
import { mergeBlobs } from './run-files.ts'
import { verdictOf } from './verdict-of.ts'

/** Puts together what ran on several machines, or at several times, beside what is listed now. */
export const merge: Command = {
  usage: ['merge <path>…', 'one report of folders of blobs, or of report.json files'],
  async run(words) {
    const args = parseArguments(words)
    const reports: Report[] = []
    for (const path of args.files) reports.push(...(await reportsAt(path)))
    if (reports.length === 0)
      throw new HarnessError('USAGE', 'merge needs what runs have left, such as reports/blobs or a report.json')
    const compared = await Promise.all(joined(reports).map((report) => compareAgain(report, args)))
    return conclude(compared.toSorted(byGateway), args)
  },
}

async function reportsAt(path: string): Promise<Report[]> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new HarnessError('USAGE', `merge: there is no ${path}`)
  if (found.isFile()) return readReports(path)
  const blobs = await Array.fromAsync(glob('**/blob*.json', { cwd: path }))
  const reports: Report[] = []
  for (const folder of [...new Set(blobs.map((blob) => join(path, dirname(blob))))].sort())
    reports.push(await reportOf(folder))
  return reports
}

async function reportOf(folder: string): Promise<Report> {
  const outcome = await mergeBlobs(folder)
  const { results: scenarios, skipped, crashes, ran } = outcome
  if (ran === undefined) throw new HarnessError('USAGE', `merge: no scenario has run in what ${folder} holds`)
  return { ...ran, verdict: verdictOf(outcome), crashes, scenarios, skipped }
}

async function compareAgain(report: Report, args: Arguments): Promise<Report> {
  const listed = await listedFor(report, args)
  const scenarios = report.scenarios.map((result) => ({
    ...result,
    expected: listed && compare(result.name, result, listed),
  }))
  const verdict = verdictOf({ results: scenarios, crashes: report.crashes })
  return { ...report, scenarios, verdict }
}

/** Several reports of one gateway and API are one, with the scenarios of all. */
function joined(reports: readonly Report[]): Report[] {
  const same = Map.groupBy(reports, ({ gateway, api }) => `${gateway} ${api}`)
  return [...same.values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    const all = <K extends 'scenarios' | 'skipped' | 'crashes'>(key: K) =>
      some.flatMap((report) => [...report[key]]) as Report[K]
    return [{ ...first, scenarios: all('scenarios'), skipped: all('skipped'), crashes: all('crashes') }]
  })
}

function byGateway(left: Report, right: Report): number {
  const [a, b] = [gatewayNameOf(left.gateway), gatewayNameOf(right.gateway)]
  return a.name.localeCompare(b.name) || compareVersions(a.version, b.version)
}
