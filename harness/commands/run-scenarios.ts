import { glob, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Driver, type Installed, isPath } from '../driver.ts'
import { HarnessError, isUsageError } from '../errors.ts'
import { freePort } from '../gateways/free-port.ts'
import { gatewayNamed } from '../gateways/index.ts'
import type { Report } from '../report/json.ts'
import { endCommand, markCommand } from '../runner/command.ts'
import { load, readText } from '../scenario/load.ts'
import { type Arguments, apiOf, parseArguments, wordsOf } from './arguments.ts'
import { conclude } from './conclude.ts'
import { listedFor } from './listed.ts'
import { describeReproduction } from './reproduction.ts'
import { type Outcome, parseFlags, runFiles } from './run-files.ts'
import { verdictOf } from './verdict-of.ts'

const runs = join('reports', 'runs')

/** What is done without the name of a command: runs scenarios against a gateway, or several, and returns the exit code. */
export async function runScenarios(words: readonly string[]): Promise<number> {
  const asked = parseArguments(words)
  parseFlags(asked.flags)
  const files = await scenarioFiles(asked.files)
  const loaded = await Array.fromAsync(files, load)
  // one repro alone is run on what it was found on; among others it is a scenario
  const repro = loaded.length === 1 ? loaded[0]?.repro : undefined
  const args = repro === undefined ? asked : parseArguments([...wordsOf(repro, words), ...words])
  if (args.port !== undefined) await freePort(args.port)
  const drivers = args.gateways.map(driverOf)
  for (const driver of drivers) apiOf(driver, args.api)
  markCommand()
  const reports: Report[] = []
  for (const [index, driver] of drivers.entries()) {
    const gateway = args.gateways[index] ?? ''
    reports.push(await runOn(driver, gateway, files, args))
    await endCommand()
  }
  if (reports.every(({ scenarios, skipped, crashes }) => scenarios.length + skipped.length + crashes.length === 0))
    throw new HarnessError('USAGE', `none of the ${files.length} scenarios is left to run: check -t and --shard`)
  const exitCode = await conclude(reports, args)
  const results = reports.flatMap(({ scenarios }) => scenarios)
  if (repro !== undefined) console.log(describeReproduction(repro, results).join('\n'))
  return exitCode
}

/** One gateway of several that cannot be installed is told in its report, and the others still run. A build of one's own has raw verdicts. */
async function runOn(driver: Driver, gateway: string, files: readonly string[], args: Arguments): Promise<Report> {
  const api = apiOf(driver, args.api)
  const { seed, route, port, times } = args
  const told = (outcome: Outcome, name: string): Report => ({
    ...{ gateway: name, api, seed, verdict: verdictOf(outcome), crashes: outcome.crashes },
    ...{ scenarios: outcome.results, skipped: outcome.skipped },
  })
  let installed: Installed
  try {
    installed = await install(driver, gateway)
  } catch (error) {
    if (args.gateways.length === 1 || !isUsageError(error)) throw error
    console.error(`crash: ${error.message}`)
    return told({ results: [], skipped: [], crashes: [error.message] }, gateway)
  }
  const name = `${driver.name}@${installed.version}`
  console.log(`${name} through ${api}, ${files.length} scenario${files.length === 1 ? '' : 's'}, seed ${seed}`)
  const ofOwn = isPath(gateway) && args.expectationsFile === undefined
  const expectations = ofOwn ? undefined : await listedFor({ gateway: name, api }, args)
  const settings = { driver: driver.name, installed, gateway, api, route, seed, port, times, runs, expectations }
  return told(await runFiles(files, settings, args.flags), name)
}

/** The driver of what is written as `<name>@<version>`, or as the path of an OpenClaw. @throws HarnessError UNKNOWN_GATEWAY */
export function driverOf(gateway: string): Driver {
  return gatewayNamed(isPath(gateway) ? 'openclaw' : (gateway.split('@')[0] ?? ''))
}

/** Makes a gateway ready to run, with a line about how it goes. */
export async function install(driver: Driver, gateway: string): Promise<Installed> {
  const version = isPath(gateway) ? gateway : gateway.split('@').slice(1).join('@')
  const installed = await driver.install(version || driver.defaultVersion, showProgress)
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
  return installed
}

/** The scenario files that are meant: all of `scenarios/`, those whose path contains a given part, a file by its path, or standard input (`-`). */
export async function scenarioFiles(wanted: readonly string[]): Promise<string[]> {
  const known = (await Array.fromAsync(glob('scenarios/**/*.{ts,json}'))).sort()
  if (wanted.length === 0) return known
  const found = await Promise.all(
    wanted.map(async (part) => {
      if (part === '-') return [await saveStandardInput()]
      return (await isFile(part)) ? [part] : known.filter((file) => file.includes(part))
    }),
  )
  const missing = wanted.filter((_, index) => found[index]?.length === 0)
  if (missing.length > 0)
    throw new HarnessError(
      'BAD_SCENARIO',
      `no scenario file is or contains "${missing.join('", "')}"; there are:\n  ${known.join('\n  ')}`,
    )
  return [...new Set(found.flat())]
}

/** Standard input as a file, where the command that repeats the run finds it again. */
async function saveStandardInput(): Promise<string> {
  const file = join('reports', 'latest', 'standard-input.json')
  const text = await readText(process.stdin, 'standard input')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
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
