import { dirname } from 'node:path'
import { HarnessError } from '../errors.ts'
import { isFolder } from '../make-folder.ts'
import { type Report, readReports } from '../report/json.ts'
import { storedScenario } from '../report/stored-scenario.ts'
import { describeResult, rejudgedWords } from '../report/text.ts'
import { renderReports } from '../report/write.ts'
import { say } from '../terminal.ts'
import type { Command } from './command.ts'
import { readStoredRun } from './stored-run.ts'

/** Renders the report of stored runs again, beside the first of them; nothing that it reads is changed. */
export const report: Command = {
  usage: ['report <run>…', 'writes the report of run folders or report.json files again'],
  async run(paths) {
    const [first] = paths
    if (first === undefined)
      throw new HarnessError('USAGE', 'report needs the folder of a run, such as reports/runs/<name>, or a report.json')
    const reports = (await Promise.all(paths.map(reportsAt))).flat()
    for (const { rejudged, scenarios } of reports) {
      if (rejudged) say(...scenarios.flatMap((result) => describeResult(result)), `    ${rejudgedWords}`)
    }
    const { html } = await renderReports((await isFolder(first)) ? first : dirname(first), reports)
    say(`report in ${html}`)
    return 0
  },
}

async function reportsAt(path: string): Promise<Report[]> {
  return (await isFolder(path)) ? [reportOf(path)] : readReports(path)
}

/** A scenario of a stored run is known by its title: the record does not tell its file. */
function reportOf(folder: string): Report {
  const { result, started } = readStoredRun(folder)
  const { api, seed } = started
  const { title } = storedScenario(started)
  const scenarios = [{ ...result, name: title, title }]
  return {
    gateway: result.gateway,
    api,
    seed,
    verdict: result.verdict,
    crashes: [],
    scenarios,
    skipped: [],
    rejudged: true,
  }
}
