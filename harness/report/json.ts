import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Verdict } from '../oracles/judgement.ts'
import { Redactor } from '../record/redactor.ts'
import type { ScenarioResult, SkippedScenario } from '../result.ts'

/** `report.json`: what a whole `npm run chaos` came to, for machines. */
export type Report = {
  readonly gateway: string
  readonly api: string
  readonly seed: number
  readonly verdict: Verdict | 'crash'
  readonly crashes: readonly string[]
  readonly scenarios: readonly ScenarioResult[]
  readonly skipped: readonly SkippedScenario[]
}

/** Writes `report.json` into a folder and returns its path. */
export async function writeReport(folder: string, report: Report): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'report.json')
  await writeFile(file, `${new Redactor().text(JSON.stringify(report, null, 2))}\n`)
  return file
}
