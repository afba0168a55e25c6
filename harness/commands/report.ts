import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { HarnessError } from '../errors.ts'
import { judgeRun } from '../oracles/judge.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { type Report, readReports } from '../report/json.ts'
import { writeReports } from '../report/write.ts'
import type { Command } from './command.ts'

/** Writes the report of stored runs again, in every form. */
export const report: Command = {
  usage: ['report <run folder | report.json>…', 'writes the report of a stored run again'],
  async run(paths) {
    const [first] = paths
    if (first === undefined)
      throw new HarnessError('USAGE', 'report needs the folder of a run, such as reports/runs/<name>, or a report.json')
    const reports = (await Promise.all(paths.map(reportsAt))).flat()
    const { html } = await writeReports((await isFolder(first)) ? first : dirname(first), reports)
    console.log(html)
    return 0
  },
}

async function reportsAt(path: string): Promise<Report[]> {
  return (await isFolder(path)) ? [reportOfRun(path)] : readReports(path)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** A run alone, judged by the oracles of today. */
function reportOfRun(folder: string): Report {
  const entries = readRecord(join(folder, 'record.jsonl'))
  const [started] = entriesOf(entries, 'run-started')
  if (started === undefined)
    throw new HarnessError('BAD_RECORD', `${folder} holds no run: its record does not begin with run-started`)
  const { title } = started.scenario as { title: string }
  const gateway = `${started.gateway.name}@${started.gateway.version}`
  const judged = judgeRun(entries)
  const ms = entries.at(-1)?.at ?? 0
  const repeat = `npm run chaos -- judge ${folder}`
  return {
    ...{ gateway, api: started.api, seed: started.seed, verdict: judged.verdict, crashes: [], skipped: [] },
    scenarios: [{ ...judged, title, file: basename(resolve(folder)), gateway, folder, ms, repeat }],
  }
}
