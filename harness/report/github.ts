import { existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import type { ScenarioResult } from '../result.ts'
import type { Report } from './json.ts'
import { renderMarkdown } from './markdown.ts'
import { doubtsOf, listedAs, type Standing, standingOf } from './standing.ts'
import { describeGone } from './text.ts'

/** GitHub keeps ten errors and ten warnings of a step. */
const maxOfKind = 10

/** In a job of GitHub Actions: annotations, and the job's summary, which names the report at `path`. Elsewhere nothing. */
export async function tellGithub(reports: readonly Report[], path: string, env = process.env): Promise<void> {
  if (env.GITHUB_ACTIONS !== 'true') return
  for (const line of renderAnnotations(reports)) console.log(line)
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
  const address = run === undefined ? '' : `${server}/${repository}/actions/runs/${run}#artifacts`
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, renderMarkdown(reports, path, address))
}

/** Workflow commands that annotate the scenarios' files: an error for a crash or for news, a warning for what did not tell. What is known is none. */
export function renderAnnotations(reports: readonly Report[]): string[] {
  const results = reports.flatMap(({ scenarios }) => scenarios)
  const of = (...standings: Standing[]) => results.filter((result) => standings.includes(standingOf(result)))
  const errors = [
    ...reports.flatMap(({ crashes }) => crashes.map((crash) => command('error', '', 'crash', crash))),
    ...of('fail', 'gone').map(news),
  ]
  return [...errors.slice(0, maxOfKind), ...of('inconclusive').map(doubt).slice(0, maxOfKind)]
}

function news(result: ScenarioResult): string {
  const { file, gateway, folder, repeat, expected } = result
  const gone = expected?.gone ?? []
  const failed = result.claims.filter(
    ({ claim, verdict }) => verdict === 'fail' && listedAs(result, claim) === undefined,
  )
  const says = failed.flatMap(({ claim, findings }) =>
    findings.flatMap((one) => [`${claim}: ${one.says}`, ...one.excerpt.slice(0, 3)]),
  )
  const title = [...failed.map(({ claim }) => claim), ...gone.map(({ claim }) => `${claim} gone`)].join(', ')
  const lines = [...says, ...gone.map((listed) => `${listed.claim}: ${describeGone(listed)}`), `run: ${folder}`, repeat]
  return command('error', file, `${title} on ${gateway}`, lines.join('\n'))
}

function doubt(result: ScenarioResult): string {
  return command('warning', result.file, `inconclusive on ${result.gateway}`, doubtsOf(result).join('\n'))
}

function command(kind: 'error' | 'warning', file: string, title: string, message: string): string {
  // a scenario of ours is no file of the repository that the action runs in
  const place = existsSync(file) ? `file=${escapeProperty(file)},line=1,` : ''
  return `::${kind} ${place}title=${escapeProperty(`Gatecrash: ${title}`)}::${escapeData(message)}`
}

/** As the toolkit does it: https://github.com/actions/toolkit, packages/core/src/command.ts */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
