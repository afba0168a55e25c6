import { join } from 'node:path'
import { fileBelow } from '../below.ts'
import { HarnessError } from '../errors.ts'
import { readReports } from '../report/json.ts'
import { standingOf } from '../report/standing.ts'

/** What is to be run again: the files, and a pattern of the titles in them. */
export type Again = { readonly files: readonly string[]; readonly pattern: string }

/**
 * What did not pass in the last report, and is not known.
 * @throws HarnessError USAGE when there is no report, or everything passed
 */
export async function lastFailed(folder = join('reports', 'latest')): Promise<Again> {
  const file = fileBelow(folder, 'report.json')
  if (file === undefined) throw new HarnessError('USAGE', `--last-failed: there is no report in ${folder} yet`)
  const results = (await readReports(file)).flatMap(({ scenarios }) => scenarios)
  const failed = results.filter((result) => !['pass', 'known'].includes(standingOf(result)))
  if (failed.length === 0)
    throw new HarnessError('USAGE', `--last-failed: nothing new failed in the last run (${results.length} scenarios)`)
  const titles = [...new Set(failed.map(({ title }) => RegExp.escape(title)))]
  return { files: [...new Set(failed.map((one) => one.file))], pattern: `^(?:${titles.join('|')})$` }
}
