import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Driver, isPath } from '../driver.ts'
import { type RunResult, run } from '../engine/run.ts'
import { whatLacks } from '../engine/what-lacks.ts'
import { compare } from '../expectations/expectations.ts'
import { gatewayNamed } from '../gateways/index.ts'
import { plugIn } from '../gateways/plug-ins.ts'
import { ownCommand, scenarioName } from '../package.ts'
import { quote } from '../quote.ts'
import type { ScenarioResult, Settings, SkippedScenario } from '../result.ts'
import type { Scenario } from '../scenario/schema.ts'

/** The file a scenario is from, whether it is the only one there, and when the time of the file is over, in milliseconds of `performance.now()`. */
export type Origin = { readonly file: string; readonly isAlone: boolean; readonly until: number }

type Named = Pick<ScenarioResult, 'name' | 'title' | 'file'>

/** Runs one scenario of a file as a command's settings say, or says why it cannot be run; a finding is no error. */
export async function runOne(
  { file: path, isAlone, until }: Origin,
  scenario: Scenario,
  settings: Settings,
  progress: (line: string) => void,
): Promise<ScenarioResult | SkippedScenario> {
  const { installed, api, route, seed, aftermath, port, container, runs } = settings
  const driver = await driverIn(settings)
  const named = nameOf({ file: path, isAlone }, scenario)
  const { name, file } = named
  const why = whatLacks(scenario, file, driver, settings)
  if (why !== '') return { ...named, why }
  if (performance.now() > until)
    return {
      ...named,
      why: `the scenarios of ${file} have taken ${settings.fileMs / 60_000} min (limit "file")`,
      unfinished: true,
    }
  const image = container?.image
  const how = { installed, api, route, seed, aftermath, port, image, runs, progress }
  return resultOf(named, await run({ scenario, name, driver, ...how }), settings)
}

/** The driver that a command's settings name. */
export async function driverIn({ module, driver }: Settings): Promise<Driver> {
  return module === undefined ? gatewayNamed(driver) : (await plugIn(module)).driver
}

/** What a scenario of a file is called. */
export function nameOf({ file: path, isAlone }: Omit<Origin, 'until'>, { title }: Scenario): Named {
  const file = scenarioName(path)
  return { name: isAlone ? file : `${file} > ${title}`, title, file }
}

/** What a scenario came to, beside what is known of it. */
export function resultOf(named: Named, came: RunResult, settings: Settings): ScenarioResult {
  const { installed, expectations } = settings
  const { name, title, file } = named
  return {
    ...came,
    ...named,
    gateway: `${installed.name}@${installed.version}`,
    repeat: repeatCommand(file, name === file ? '' : title, settings),
    expected: expectations && compare(name, came, expectations),
  }
}

/** The one command that runs a scenario again as it ran now; `title` tells it from the others of its file. */
function repeatCommand(file: string, title: string, settings: Settings): string {
  const { gateway, installed, api, route, seed, aftermath, container, module } = settings
  const exact = isPath(gateway) ? gateway : `${installed.name}@${installed.version}`
  const words = [ownCommand, quote(file)]
  if (title !== '') words.push('-t', quote(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`))
  words.push('--gateway', quote(exact), '--api', api)
  if (module !== undefined) words.push('--driver', quote(`./${relative(process.cwd(), fileURLToPath(module))}`))
  if (route !== 'configured') words.push('--route', route)
  words.push('--seed', String(seed))
  if (aftermath !== undefined) words.push('--aftermath', aftermath)
  if (container !== undefined) words.push('--runtime container --image', quote(container.base))
  return words.join(' ')
}
