import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError, messageOf } from '../errors.ts'
import type { Verdict } from '../oracles/judgement.ts'
import type { ScenarioResult, SkippedScenario } from '../result.ts'

/** What scenarios came to on one gateway through one API, for machines; `report.json` holds one, or a list when several ran. */
export type Report = {
  readonly gateway: string
  readonly api: string
  readonly seed: number
  readonly verdict: Verdict | 'crash'
  readonly crashes: readonly string[]
  readonly scenarios: readonly ScenarioResult[]
  readonly skipped: readonly SkippedScenario[]
}

/** Writes `report.json` into a folder and returns its path: one report as it is, several as a list. */
export async function writeReports(folder: string, reports: readonly Report[]): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'report.json')
  await writeFile(file, `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`)
  return file
}

/** Reads a `report.json`. @throws HarnessError BAD_RECORD when there is none */
export async function readReports(file: string): Promise<Report[]> {
  try {
    return [JSON.parse(await readFile(file, 'utf8')) as Report | Report[]].flat()
  } catch (error) {
    throw new HarnessError('BAD_RECORD', `cannot read ${file}: ${messageOf(error)}`)
  }
}
