import { randomUUID } from 'node:crypto'
import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildImage } from '../containers/image.ts'
import { isPath } from '../driver.ts'
import { HarnessError } from '../errors.ts'
import { freePort } from '../gateways/free-port.ts'
import { gatewayNamed } from '../gateways/index.ts'
import type { Verdict } from '../oracles/judgement.ts'
import { writeReport } from '../report/json.ts'
import { countVerdicts, dim } from '../report/text.ts'
import { endCommand, markCommand } from '../runner/command.ts'
import { loadScenario } from '../scenario/load.ts'
import { apiOf, parseArguments } from './arguments.ts'
import { exitCodes } from './command.ts'
import { type Outcome, parseFlags, runFiles } from './run-files.ts'

const reports = 'reports'

/** What is done without the name of a command: runs scenarios against a gateway, and returns the exit code. */
export async function runScenarios(words: readonly string[]): Promise<number> {
  const args = parseArguments(words)
  parseFlags(args.flags)
  const files = await scenarioFiles(args.files)
  for (const file of files) await loadScenario(file)
  if (args.port !== undefined) await freePort(args.port)
  const [name = '', ...rest] = isPath(args.gateway) ? ['openclaw', args.gateway] : args.gateway.split('@')
  const driver = gatewayNamed(name)
  const api = apiOf(driver, args.api)
  markCommand()
  await using image = args.base === undefined ? undefined : await buildImage(args.base, randomUUID().slice(0, 8))
  const installed = await driver.install(rest.join('@') || driver.defaultVersion, showProgress)
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
  const { version } = installed
  console.log(
    `${name}@${version} through ${api}, ${files.length} scenario${files.length === 1 ? '' : 's'}, seed ${args.seed}`,
  )
  const { gateway, route, seed, port } = args
  const container = image && { image: image.name, base: args.base ?? '' }
  const began = performance.now()
  const outcome = await runFiles(
    files,
    { driver: name, installed, gateway, api, route, seed, port, container, runs: join(reports, 'runs') },
    args.flags,
  )
  // its watchdog is a process of this command, too
  await image?.[Symbol.asyncDispose]()
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
