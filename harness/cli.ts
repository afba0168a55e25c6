import { glob, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Arguments, apiOf, help, parseArguments } from './arguments.ts'
import { type Outcome, parseFlags, runFiles } from './chaos.ts'
import { isPath } from './driver.ts'
import { HarnessError, isUsageError, messageOf } from './errors.ts'
import { freePort } from './gateways/free-port.ts'
import { gatewayNamed } from './gateways/index.ts'
import { judgeRun } from './oracles/judge.ts'
import type { Verdict } from './oracles/judgement.ts'
import { entriesOf, readRecord } from './record/record.ts'
import { writeReport } from './report/json.ts'
import { countVerdicts, describeResult, dim } from './report/text.ts'
import { endCommand, markCommand } from './runner/command.ts'
import { loadScenario } from './scenario/load.ts'

const exitCodes: Readonly<Record<Verdict | 'crash', number>> = { pass: 0, fail: 1, inconclusive: 2, crash: 255 }
const usageExitCode = 254
const reports = 'reports'

async function main(words: readonly string[]): Promise<number> {
  const args = parseArguments(words)
  if (args.help) {
    process.stdout.write(help)
    return 0
  }
  return args.judge === undefined ? chaos(args) : judge(args.judge)
}

async function chaos(args: Arguments): Promise<number> {
  parseFlags(args.flags)
  const files = await scenarioFiles(args.files)
  for (const file of files) await loadScenario(file)
  if (args.port !== undefined) await freePort(args.port)
  const [name = '', ...rest] = isPath(args.gateway) ? ['openclaw', args.gateway] : args.gateway.split('@')
  const driver = gatewayNamed(name)
  const api = apiOf(driver, args.api)
  markCommand()
  const installed = await driver.install(rest.join('@') || driver.defaultVersion, showProgress)
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
  const { version } = installed
  console.log(
    `${name}@${version} through ${api}, ${files.length} scenario${files.length === 1 ? '' : 's'}, seed ${args.seed}`,
  )
  const { gateway, route, seed, port } = args
  const began = performance.now()
  const outcome = await runFiles(
    files,
    { driver: name, installed, gateway, api, route, seed, port, runs: join(reports, 'runs') },
    args.flags,
  )
  await endCommand()
  if (outcome.results.length + outcome.skipped.length + outcome.crashes.length === 0)
    throw new HarnessError('USAGE', `none of the ${files.length} scenarios is left to run: check -t and --shard`)
  const verdict = verdictOf(outcome)
  const report = await writeReport(join(reports, 'latest'), {
    gateway: `${name}@${version}`,
    api,
    seed,
    verdict,
    crashes: outcome.crashes,
    scenarios: outcome.results,
    skipped: outcome.skipped,
  })
  for (const crash of outcome.crashes) console.error(`crash: ${crash}`)
  console.log(
    `\n${name}@${version}: ${countVerdicts(outcome.results, outcome.skipped.length)} ${dim(`in ${Math.round((performance.now() - began) / 1000)} s, report in ${report}`)}`,
  )
  return exitCodes[verdict]
}

/** The scenario files that are meant: all of `scenarios/`, those whose path contains a given part, or a file by its path. */
async function scenarioFiles(wanted: readonly string[]): Promise<string[]> {
  const known = (await Array.fromAsync(glob('scenarios/**/*.{ts,json}'))).sort()
  if (wanted.length === 0) return known
  const found = await Promise.all(
    wanted.map(async (part) => ((await isFile(part)) ? [part] : known.filter((file) => file.includes(part)))),
  )
  const missing = wanted.filter((_, index) => found[index]?.length === 0)
  if (missing.length > 0)
    throw new HarnessError(
      'BAD_SCENARIO',
      `no scenario file is or contains "${missing.join('", "')}"; there are:\n  ${known.join('\n  ')}`,
    )
  return [...new Set(found.flat())]
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

function showProgress(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`)
}

function verdictOf({ results, crashes }: Outcome): Verdict | 'crash' {
  if (crashes.length > 0) return 'crash'
  if (results.some(({ verdict }) => verdict === 'fail')) return 'fail'
  return results.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'pass'
}

/** Judges a stored run again, by the oracles of today. */
async function judge(folder: string): Promise<number> {
  const entries = readRecord(join(folder, 'record.jsonl'))
  const [started] = entriesOf(entries, 'run-started')
  if (started === undefined)
    throw new HarnessError('BAD_RECORD', `${folder} holds no run: its record does not begin with run-started`)
  const { title } = started.scenario as { title: string }
  const gateway = `${started.gateway.name}@${started.gateway.version}`
  const judged = judgeRun(entries)
  const repeat = `npm run chaos -- judge ${folder}`
  console.log(
    describeResult({
      ...judged,
      title: `${title} (${gateway})`,
      file: folder,
      gateway,
      folder: resolve(folder),
      ms: entries.at(-1)?.at ?? 0,
      repeat,
    }).join('\n'),
  )
  return exitCodes[judged.verdict]
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const usage = isUsageError(error)
  console.error(`gatecrash: ${messageOf(error)}`)
  if (!usage && error instanceof Error && !(error instanceof HarnessError)) console.error(error.stack)
  process.exitCode = usage ? usageExitCode : exitCodes.crash
}
