import { glob, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { folderBelow } from '../below.ts'
import { HarnessError } from '../errors.ts'
import { compareVersions } from '../expectations/versions.ts'
import { gatewayNameOf } from '../gateway-name.ts'
import { type Report, readReport, readReports } from '../report/json.ts'
import { reportsFolderOf } from '../report/placed.ts'
import { describeResult } from '../report/text.ts'
import { say } from '../terminal.ts'
import { parseArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { conclude } from './conclude.ts'
import { joinReports } from './join-reports.ts'
import { compareAgain } from './listed.ts'

/** Puts together what ran on several machines, or at several times, beside what is listed now. */
export const merge: Command = {
  usage: ['merge <path>…', 'one report of folders of blobs, or of report.json files'],
  async run(words) {
    const args = parseArguments(words)
    const reports: Report[] = []
    for (const path of args.files) reports.push(...(await reportsAt(path)))
    if (reports.length === 0)
      throw new HarnessError('USAGE', 'merge needs what runs have left, such as reports/blobs or a report.json')
    const compared = await Promise.all(joinReports(reports).map((report) => compareAgain(report, args)))
    say(...compared.flatMap(({ scenarios }) => scenarios.flatMap((result) => describeResult(result))))
    return conclude(compared.toSorted(byGateway), args)
  },
}

async function reportsAt(path: string): Promise<Report[]> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new HarnessError('USAGE', `merge: there is no ${path}`)
  if (found.isFile()) return readReports(path)
  const blobs = await Array.fromAsync(glob('**/blob*.json', { cwd: path }))
  const reports: Report[] = []
  for (const inside of [...new Set(blobs.map((blob) => dirname(blob)))].sort())
    reports.push(await reportOf(inside === '.' ? path : (folderBelow(path, inside) ?? path), reportsFolderOf(path)))
  return reports
}

/** What it comes to is told when it has been compared. */
async function reportOf(folder: string, reports: string): Promise<Report> {
  // vitest is loaded only where it is needed
  const { mergeBlobs } = await import('./run-files.ts')
  const { results: scenarios, skipped, crashes, ran } = await mergeBlobs(folder)
  if (ran === undefined) throw new HarnessError('USAGE', `merge: no scenario has run in what ${folder} holds`)
  return readReport({ ...ran, verdict: 'inconclusive', crashes, scenarios, skipped }, folder, reports)
}

function byGateway(left: Report, right: Report): number {
  const [a, b] = [gatewayNameOf(left.gateway), gatewayNameOf(right.gateway)]
  return a.name.localeCompare(b.name) || compareVersions(a.version, b.version)
}
