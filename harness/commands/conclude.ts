import { join } from 'node:path'
import { replaceFile } from '../replace-file.ts'
import { agentsOf, areOfSeveral } from '../report/agents.ts'
import { renderAgents } from '../report/agents-page.ts'
import { tellGithub } from '../report/github.ts'
import type { Report } from '../report/json.ts'
import { describeMatrix, matrixOf, renderMatrix } from '../report/matrix.ts'
import { countVerdicts, describeCauses, dim } from '../report/text.ts'
import { writeReports } from '../report/write.ts'
import { say, warn } from '../terminal.ts'
import type { Arguments } from './arguments.ts'
import { exitCodes } from './command.ts'
import { updateLists } from './listed.ts'
import { exitCodeOf, worstVerdict } from './verdict-of.ts'

const latest = join('reports', 'latest')

/** What is said and written when all has run: the report, the matrix of several, the lists; returns the exit code. */
export async function conclude(
  reports: readonly Report[],
  asked: Pick<Arguments, 'expectations' | 'expectationsFile'>,
): Promise<number> {
  const { html } = await writeReports(latest, reports)
  await tellGithub(reports, html)
  for (const { crashes } of reports) for (const crash of crashes) warn(...`crash: ${crash}`.split('\n'))
  say('')
  if (reports.length > 1) say(...(await writeMatrix(reports)), '')
  const exitCode = exitCodeOf(reports)
  for (const { gateway, scenarios, skipped } of reports) {
    say(...describeCauses(scenarios))
    say(`${gateway}: ${countVerdicts(scenarios, skipped.length)} ${dim(`in ${timeOf(scenarios)}`)}`)
  }
  say(dim(`report: ${html}; exit code ${exitCode} (${exitWords[worstVerdict(reports)]})`))
  if (asked.expectations !== 'update') return exitCode
  say(...(await updateLists(reports, asked)))
  return reports.some(({ verdict }) => verdict === 'crash') ? exitCodes.crash : 0
}

async function writeMatrix(reports: readonly Report[]): Promise<string[]> {
  const matrix = matrixOf(reports)
  await replaceFile(join(latest, 'matrix.json'), `${JSON.stringify(matrix, null, 2)}\n`)
  await replaceFile(join(latest, 'matrix.md'), renderMatrix(matrix))
  const told = [...describeMatrix(matrix), dim(`the same in ${join(latest, 'matrix.md')} and matrix.json`)]
  if (!areOfSeveral(reports)) return told
  await replaceFile(join(latest, 'agents.json'), `${JSON.stringify(agentsOf(reports), null, 2)}\n`)
  await replaceFile(join(latest, 'agents.md'), renderAgents(reports))
  return [...told, dim(`which agent keeps your work: ${join(latest, 'agents.md')} and agents.json`)]
}

const exitWords = {
  pass: 'nothing new',
  fail: 'something new: a finding that is not listed, or a listed one that is gone',
  inconclusive: 'something could not be judged, or nothing ran',
  crash: 'a crash of Gatecrash itself',
} as const

function timeOf(scenarios: Report['scenarios']): string {
  const seconds = Math.round(scenarios.reduce((sum, { ms }) => sum + ms, 0) / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
