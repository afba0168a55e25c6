import { relative } from 'node:path'
import { inject, type TestContext, TestRunner, test } from 'vitest'
import { lacksInContainers } from '../containers/lacks.ts'
import { type Driver, isPath } from '../driver.ts'
import { gatewayNamed } from '../gateways/index.ts'
import { quote } from '../quote.ts'
import type { ScenarioResult, Settings } from '../result.ts'
import { loadScenario } from '../scenario/load.ts'
import { needsOf, type Scenario } from '../scenario/schema.ts'
import { runScenario } from './run-scenario.ts'

// when the command is killed, its workers end too, and their watchdogs clean up
process.once('disconnect', () => process.exit(1))

/** Lets vitest run scenario files: a file's scenario is its one test, so that `-t`, `--shard`, `--reporter` and the rest work on them. */
export default class ScenarioRunner extends TestRunner {
  override async importFile(file: string, source: 'collect' | 'setup'): Promise<void> {
    if (source === 'setup') return void (await super.importFile(file, source))
    const scenario = await loadScenario(file)
    test(scenario.title, { timeout: 0, retry: 0 }, (context) => runAsTest(file, scenario, context))
  }
}

async function runAsTest(file: string, scenario: Scenario, { annotate, task, skip }: TestContext): Promise<void> {
  const settings = inject('settings')
  const { installed, api, route, seed, port, container, runs } = settings
  const { title } = scenario
  const driver = gatewayNamed(settings.driver)
  const name = relative(process.cwd(), file)
  const why = whatLacks(scenario, name, driver, settings)
  if (why !== '') {
    task.meta.skipped = { title, file: name, why }
    skip(why)
  }
  const progress = (line: string) => void annotate(line, 'progress')
  const run = await runScenario({
    scenario,
    driver,
    installed,
    api,
    route,
    seed,
    port,
    image: container?.image,
    runs,
    progress,
  })
  const result: ScenarioResult = {
    ...run,
    title,
    file: name,
    gateway: `${installed.name}@${installed.version}`,
    repeat: repeatCommand(name, settings),
  }
  task.meta.chaos = result
  if (run.verdict !== 'pass') throw verdictError(result)
}

/** Why a scenario cannot be run on a gateway; empty when it can. */
function whatLacks(scenario: Scenario, file: string, driver: Driver, { installed, api, container }: Settings): string {
  const needs = needsOf(scenario)
  if (container === undefined && needs.includes('container'))
    return `it needs a container: npm run chaos -- ${quote(file)} --runtime container`
  const there = container === undefined ? [] : needs.flatMap((need) => lacksInContainers(need) ?? [])
  return [...there, ...needs.flatMap((need) => driver.lacks(need, installed, api) ?? [])].join('; ')
}

/** The one command that runs a scenario again as it ran now. */
function repeatCommand(file: string, { gateway, installed, api, route, seed, container }: Settings): string {
  const exact = isPath(gateway) ? gateway : `${installed.name}@${installed.version}`
  const words = ['npm run chaos --', quote(file), '--gateway', quote(exact), '--api', api]
  if (route !== 'configured') words.push('--route', route)
  words.push('--seed', String(seed))
  if (container !== undefined) words.push('--runtime container --image', quote(container.base))
  return words.join(' ')
}

/** For vitest's own reporters: the verdict as an assertion that failed, without a stack of ours. */
function verdictError({ verdict, claims, missed, folder }: ScenarioResult): Error {
  const findings = claims.flatMap(({ claim, findings: found }) => found.map(({ says }) => `${claim}: ${says}`))
  const unsure = claims.flatMap(({ claim, verdict: of, why }) => (of === 'inconclusive' ? [`${claim}: ${why}`] : []))
  const error = new Error(
    [
      verdict === 'fail' ? 'finding' : 'inconclusive',
      ...findings,
      ...missed,
      ...(verdict === 'fail' ? [] : unsure),
      `run: ${folder}`,
    ].join('\n  '),
  )
  error.stack = error.message
  return error
}
