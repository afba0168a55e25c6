import { inject, type TestContext, TestRunner, test } from 'vitest'
import { newsOf } from '../expectations/expectations.ts'
import type { ScenarioResult } from '../result.ts'
import { loadScenarios } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema.ts'
import { nameOf, type Origin, runOne } from './run-one.ts'

// when the command is killed, its workers end too, and their watchdogs clean up
process.once('disconnect', () => process.exit(1))

/** Lets vitest run scenario files: each scenario of a file is a test, as often as it is to be run, so that `-t`, `--shard` and `--reporter` work on them. */
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

async function runAsTest(origin: Origin, scenario: Scenario, { annotate, task, skip }: TestContext): Promise<void> {
  const settings = inject('settings')
  const { installed, api, seed } = settings
  task.meta.ran = { gateway: `${installed.name}@${installed.version}`, api, seed }
  const { name } = nameOf(origin, scenario)
  const came =
    settings.warm.find((one) => one.name === name) ??
    (await runOne(origin, scenario, settings, (line) => void annotate(line, 'progress')))
  if (!('verdict' in came)) {
    task.meta.skipped = came
    return skip(came.why)
  }
  task.meta.chaos = came
  if (newsOf(came.verdict, came.expected) !== 'pass') throw verdictError(came)
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
