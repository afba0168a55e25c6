import { inject, type TestContext, TestRunner, test } from 'vitest'
import { isPath } from '../driver.ts'
import { compare, newsOf } from '../expectations/expectations.ts'
import { gatewayNamed } from '../gateways/index.ts'
import { ownCommand, scenarioName } from '../package.ts'
import { quote } from '../quote.ts'
import type { ScenarioResult, Settings } from '../result.ts'
import { loadScenarios } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema.ts'
import { runScenario } from './run-scenario.ts'
import { whatLacks } from './what-lacks.ts'

// when the command is killed, its workers end too, and their watchdogs clean up
process.once('disconnect', () => process.exit(1))

/** Lets vitest run scenario files: each scenario of a file is a test, as often as it is to be run, so that `-t`, `--shard`, `--reporter` and the rest work on them. */
export default class ScenarioRunner extends TestRunner {
  override async importFile(file: string, source: 'collect' | 'setup'): Promise<void> {
    if (source === 'setup') return void (await super.importFile(file, source))
    const scenarios = await loadScenarios(file)
    const isAlone = scenarios.length === 1
    const until = performance.now() + inject('settings').fileMs
    for (const scenario of scenarios)
      for (let time = 1; time <= inject('settings').times; time++)
        test(scenario.title, { timeout: 0, retry: 0 }, (context) =>
          runAsTest({ file, isAlone, until }, scenario, context),
        )
  }
}

/** The file a scenario is from, whether it is the only one there, and when the file's time is over. */
type Origin = { readonly file: string; readonly isAlone: boolean; readonly until: number }

async function runAsTest(origin: Origin, scenario: Scenario, { annotate, task, skip }: TestContext): Promise<void> {
  const settings = inject('settings')
  const { installed, api, route, seed, port, container, runs } = settings
  const { title } = scenario
  const driver = gatewayNamed(settings.driver)
  const file = scenarioName(origin.file)
  const name = origin.isAlone ? file : `${file} > ${title}`
  const gateway = `${installed.name}@${installed.version}`
  task.meta.ran = { gateway, api, seed }
  const lacks = whatLacks(scenario, file, driver, settings)
  const unfinished = performance.now() > origin.until
  if (lacks !== '' || unfinished) {
    const why = lacks || `the scenarios of ${file} have taken ${settings.fileMs / 60_000} min (limit "file")`
    task.meta.skipped = { name, title, file, why, ...(lacks === '' ? { unfinished: true } : {}) }
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
    name,
    title,
    file,
    gateway,
    repeat: repeatCommand(file, origin.isAlone ? '' : title, settings),
    expected: settings.expectations && compare(name, run, settings.expectations),
  }
  task.meta.chaos = result
  if (newsOf(run.verdict, result.expected) !== 'pass') throw verdictError(result)
}

/** The one command that runs a scenario again as it ran now; `title` tells it from the others of its file. */
function repeatCommand(file: string, title: string, settings: Settings): string {
  const { gateway, installed, api, route, seed, container } = settings
  const exact = isPath(gateway) ? gateway : `${installed.name}@${installed.version}`
  const words = [ownCommand, quote(file)]
  if (title !== '') words.push('-t', quote(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`))
  words.push('--gateway', quote(exact), '--api', api)
  if (route !== 'configured') words.push('--route', route)
  words.push('--seed', String(seed))
  if (container !== undefined) words.push('--runtime container --image', quote(container.base))
  return words.join(' ')
}

/** For vitest's own reporters: the verdict as an assertion that failed, without a stack of ours. */
function verdictError({ verdict, claims, missed, folder, expected }: ScenarioResult): Error {
  const findings = claims.flatMap(({ claim, findings: found }) => found.map(({ says }) => `${claim}: ${says}`))
  const unsure = claims.flatMap(({ claim, verdict: of, why }) => (of === 'inconclusive' ? [`${claim}: ${why}`] : []))
  const error = new Error(
    [
      verdict === 'inconclusive' ? 'inconclusive' : 'finding',
      ...findings,
      ...(expected?.gone ?? []).map(({ claim }) => `${claim}: listed as known, and gone`),
      ...missed,
      ...(verdict === 'fail' ? [] : unsure),
      `run: ${folder}`,
    ].join('\n  '),
  )
  error.stack = error.message
  return error
}
