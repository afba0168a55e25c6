import { dirname } from 'node:path'
import { HarnessError } from '../errors.ts'
import { isFolder } from '../make-folder.ts'
import { type Report, readReports } from '../report/json.ts'
import { storedScenario } from '../report/stored-scenario.ts'
import { describeResult, rejudgedWords } from '../report/text.ts'
import { renderReports } from '../report/write.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'
import { joinReports } from './join-reports.ts'
import { readStoredRun } from './stored-run.ts'
import { exitCodeOf, verdictOf } from './verdict-of.ts'

/** Renders the report of stored runs again, beside the first of them; nothing that it reads is changed. */
export const report: Command = {
  usage: ['report <run>…', 'writes the report of run folders or report.json files again'],
  async run(paths) {
    const [first] = paths
    if (first === undefined)
      throw new HarnessError('USAGE', 'report needs the folder of a run, such as reports/runs/<name>, or a report.json')
    const reports = joinReports((await Promise.all(paths.map(reportsAt))).flat())
    for (const { rejudged, scenarios } of reports) {
      if (rejudged) say(...scenarios.flatMap((result) => describeResult(result)), `    ${rejudgedWords(scenarios)}`)
    }
    const { html } = await renderReports((await isFolder(first)) ? first : dirname(first), reports)
    say(`report in ${html}`)
    return exitCodeOf(reports)
  },
}

async function reportsAt(path: string): Promise<Report[]> {
  return (await isFolder(path)) ? [await reportOf(path)] : readReports(path)
}

/** A scenario of a stored run goes by the name in its record; records of old versions have its title alone. */
async function reportOf(folder: string): Promise<Report> {
  const { result, started } = await readStoredRun(folder)
  const { api, seed } = started
  const { title } = storedScenario(started)
  const scenarios = [{ ...result, name: started.name ?? title, title }]
  return {
    gateway: result.gateway,
    api,
    seed,
    verdict: verdictOf({ results: scenarios, crashes: [], skipped: [] }),
    crashes: [],
    scenarios,
    skipped: [],
    rejudged: true,
  }
}
