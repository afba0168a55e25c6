import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { buildImage } from '../containers/image.ts'
import { type Driver, type Installed, isPath } from '../driver.ts'
import { endCommand, markCommand } from '../engine/command.ts'
import { HarnessError, isUsageError } from '../errors.ts'
import { freePort } from '../gateways/free-port.ts'
import { plugInsOf } from '../gateways/plug-ins.ts'
import { limits } from '../limits.ts'
import type { Report } from '../report/json.ts'
import type { Settings } from '../result.ts'
import { load } from '../scenario/load.ts'
import { clearOver, say, warn, warnOver } from '../terminal.ts'
import { type Arguments, apiOf, parseArguments, wordsOf } from './arguments.ts'
import { runsAtOnce } from './at-once.ts'
import { checkEnvironment } from './check-environment.ts'
import { exitCodes } from './command.ts'
import { conclude } from './conclude.ts'
import { meantScenarios, readConfig, withConfig } from './config.ts'
import { driverOf, install } from './install.ts'
import { lastFailed } from './last-failed.ts'
import { listedFor } from './listed.ts'
import { describeReproduction } from './reproduction.ts'
import { type Outcome, runFiles } from './run-files.ts'
import { runWarm } from './run-warm.ts'
import { scenarioFiles } from './scenario-files.ts'
import { tellOfNoBox } from './tell-of-no-box.ts'
import { verdictOf } from './verdict-of.ts'
import { parseFlags } from './vitest-flags.ts'

const runs = join('reports', 'runs')

/** What is done without the name of a command: runs scenarios against a gateway, or several, and returns the exit code. */
export async function runScenarios(typed: readonly string[]): Promise<number> {
  const config = await readConfig()
  const words = withConfig(config, typed)
  const asked = parseArguments(words)
  parseFlags(asked.flags)
  await checkEnvironment()
  const again = asked.lastFailed ? await lastFailed() : undefined
  const files = await scenarioFiles(again?.files ?? meantScenarios(config, asked.files))
  const loaded = await Array.fromAsync(files, load)
  // one repro alone is run on what it was found on; among others it is a scenario
  const repro = loaded.length === 1 ? loaded[0]?.repro : undefined
  const parsed = repro === undefined ? asked : parseArguments([...wordsOf(repro, words), ...words])
  const plugIns = await plugInsOf(process.cwd(), parsed.drivers)
  const own = plugIns.map(({ driver }) => driver)
  const meant = own.map(({ name, defaultVersion }) => `${name}@${defaultVersion}`)
  const flags = again === undefined ? parsed.flags : [...parsed.flags, '-t', again.pattern]
  const gateways = parsed.gateways.length === 0 ? meant : parsed.gateways
  const args = { ...parsed, gateways, flags }
  if (args.port !== undefined) await freePort(args.port)
  const drivers = args.gateways.map((gateway) => driverOf(gateway, own))
  for (const driver of drivers) apiOf(driver, args.api)
  if (args.warm) refuseBesideWarm(args)
  if (args.base === undefined) tellOfNoBox()
  markCommand()
  const reports: Report[] = []
  for (const [index, driver] of drivers.entries()) {
    const module = plugIns.find((one) => one.driver === driver)?.module
    reports.push(await runOn(driver, args.gateways[index] ?? '', files, { ...args, module }))
    await endCommand()
  }
  if (reports.every(({ scenarios, skipped, crashes }) => scenarios.length + skipped.length + crashes.length === 0)) {
    warn(`nothing ran: -t or --shard leaves no scenario`)
    return exitCodes.inconclusive
  }
  const exitCode = await conclude(reports, args)
  const results = reports.flatMap(({ scenarios }) => scenarios)
  if (repro !== undefined) say(...describeReproduction(repro, results))
  return exitCode
}

/** @throws HarnessError USAGE naming what needs a gateway for each scenario */
function refuseBesideWarm({ aftermath, port, times, base, route, flags }: Arguments): void {
  const { shard } = parseFlags(flags)
  const beside = {
    '--aftermath restart': aftermath !== undefined,
    '--port': port !== undefined,
    '--times': times > 1,
    '--runtime container': base !== undefined,
    '--route vendor': route === 'vendor',
    '--shard': shard !== undefined,
  }
  const found = Object.entries(beside).find(([, isAsked]) => isAsked)
  if (found === undefined) return
  throw new HarnessError(
    'USAGE',
    `--warm plays scenarios side by side on one gateway, and ${found[0]} does not go with it`,
  )
}

/** One gateway of several that cannot be installed is told in its report, and the others still run. A build of one's own has raw verdicts. */
async function runOn(
  driver: Driver,
  gateway: string,
  files: readonly string[],
  args: Arguments & { readonly module: string | undefined },
): Promise<Report> {
  const api = apiOf(driver, args.api)
  const { seed, aftermath, route, port, times, steps } = args
  const told = (outcome: Outcome, name: string): Report => ({
    ...{ gateway: name, api, seed, verdict: verdictOf(outcome), crashes: outcome.crashes },
    ...{ scenarios: outcome.results, skipped: outcome.skipped },
  })
  let installed: Installed
  try {
    installed = await install(driver, gateway)
  } catch (error) {
    if (args.gateways.length === 1 || !isUsageError(error)) throw error
    warn(...`crash: ${error.message}`.split('\n'))
    return told({ results: [], skipped: [], crashes: [error.message] }, gateway)
  }
  const name = `${driver.name}@${installed.version}`
  say(
    `${name} through ${api}, ${files.length} ${args.files.length === 0 && !args.lastFailed ? 'core ' : ''}scenario${files.length === 1 ? '' : 's'}, seed ${seed}`,
  )
  const ofOwn = isPath(gateway) && args.expectationsFile === undefined
  const expectations = ofOwn ? undefined : await listedFor({ gateway: name, api }, args)
  const settings = {
    driver: driver.name,
    module: args.module,
    installed,
    gateway,
    api,
    route,
    seed,
    aftermath,
    port,
    times,
    steps,
    runs,
    fileMs: limits.file * times,
    expectations,
  }
  const run = async (container: Settings['container']) => {
    const all = { ...settings, container, warm: [] }
    const warm = args.warm ? await playWarm(files, all, args.flags) : []
    return runFiles(files, { ...all, warm }, args.flags)
  }
  return told(await inImage(args.base, run), name)
}

/** Plays side by side what can be, of the scenarios that are meant, and says so. */
async function playWarm(files: readonly string[], settings: Settings, flags: readonly string[]) {
  const { testNamePattern, maxWorkers } = parseFlags(flags)
  const pattern = testNamePattern === undefined ? undefined : new RegExp(testNamePattern)
  const results = await runWarm(files, settings, {
    isMeant: (title) => pattern?.test(title) ?? true,
    lanes: Number(maxWorkers ?? runsAtOnce()),
    told: (played, of) => warnOver(`side by side where they can be: ${played} of ${of} scenarios`),
  })
  clearOver()
  const warm = results.filter((result) => result.warm)
  say(
    `${warm.length} of ${results.length} scenarios needed no gateway of their own; what may be new is run again on a fresh one`,
  )
  return results
}

/** Does something with an image of its own, when gateways are to run in containers; it is gone afterwards. */
async function inImage<T>(base: string | undefined, run: (container: Settings['container']) => Promise<T>): Promise<T> {
  if (base === undefined) return run(undefined)
  await using image = await buildImage(base, randomUUID().slice(0, 8))
  return await run({ image: image.name, base })
}
