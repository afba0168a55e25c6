import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FailureName } from '../../mock-provider/failure.ts'
import { folderName, type RunResult } from '../engine/run.ts'
import { whatLacks } from '../engine/what-lacks.ts'
import { newsOf } from '../expectations/expectations.ts'
import { judgeAll, type Try } from '../explore/judge-all.ts'
import { commonOf, isShared } from '../explore/part.ts'
import type { Entry } from '../record/entry.ts'
import type { ScenarioResult, Settings } from '../result.ts'
import { loadScenarios } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema.ts'
import { driverIn, nameOf, resultOf } from './run-one.ts'

/** How many scenarios are played at a time on one gateway, and how many before the next is started. */
const [width, batch] = [6, 36]

/** What gateways answer by sparing the model for a while, whoever asks: no other session is to be beside that. */
const spread: ReadonlySet<FailureName> = new Set([
  ...(['bad-key', 'no-key', 'token-expired', 'forbidden', 'billing', 'spend-cap'] as const),
  ...(['rate-limit', 'overloaded', 'server-error', 'unavailable'] as const),
])

/**
 * Plays the scenarios that leave the process of their gateway alone side by side on one gateway, and after them, one by one, those that
 * do no more to it than to kill and start it. Those that need a gateway of their own run in the meantime, each on a fresh one.
 * @returns those that had a gateway of their own, and of the others those that passed, or failed just as is known of them: what is new
 * counts only if it comes again alone
 * @param isMeant whether a scenario of this title is to be run
 * @param told how many were played, of how many
 */
export async function runWarm(
  files: readonly string[],
  settings: Settings,
  {
    isMeant,
    lanes,
    told,
  }: { isMeant: (title: string) => boolean; lanes: number; told: (n: number, of: number) => void },
): Promise<ScenarioResult[]> {
  const { installed, api, seed, runs } = settings
  const driver = await driverIn(settings)
  const all = (await Promise.all(files.map(scenariosIn))).flat()
  const fit = all.filter(
    ({ scenario, name }) => isMeant(scenario.title) && whatLacks(scenario, name, driver, settings) === '',
  )
  const results: ScenarioResult[] = []
  let [played, last, isStuck] = [0, performance.now(), false]
  const bench = { driver, installed, api, seed, runs, width, batch, lanes, isOver: () => isStuck }
  await judgeAll(fit, bench, (index, { verdict, claims, missed, alone }, entries = []) => {
    const ms = Math.round(performance.now() - last)
    last = performance.now()
    told(++played, fit.length)
    const one = fit[index] as Fit
    const of = (run: Pick<RunResult, 'folder' | 'ms' | 'repro'>) =>
      resultOf({ name: one.name, title: one.title, file: one.file }, { verdict, claims, missed, ...run }, settings)
    if (alone === false) {
      const folder = join(runs, folderName(one.title, randomUUID().slice(0, 6)))
      const result = of({ ms, folder, repro: undefined })
      if (newsOf(verdict, result.expected) !== 'pass') return
      keep(folder, entries)
      results.push({ ...result, warm: true })
    } else if (!one.alone)
      // a gateway that has to play one alone cannot play them side by side
      isStuck = true
    else if (alone.folder !== undefined) results.push(of({ ...alone, folder: alone.folder }))
  })
  return results
}

type Fit = ReturnType<typeof nameOf> & Try

async function scenariosIn(path: string): Promise<Fit[]> {
  const scenarios = await loadScenarios(path)
  const isAlone = scenarios.length === 1
  return scenarios.map((scenario) => ({
    ...nameOf({ file: path, isAlone }, scenario),
    scenario,
    // a signal may come at an instant that nothing holds, so no other scenario shares it
    passing: scenario.steps.some(isShared),
    alone: !isApart(scenario),
  }))
}

/** Whether nothing in a scenario reaches other sessions but what all that are played with it share. */
function isApart(scenario: Scenario): boolean {
  if (commonOf(scenario) === undefined) return false
  return !scenario.steps.some(
    (step) => 'fault' in step && step.fault?.kind === 'status' && spread.has(step.fault.failure),
  )
}

/** Writes what was recorded of a scenario to where a run has its record. The entries hold no secrets: they were left out when they were noted. */
function keep(folder: string, entries: readonly Entry[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'record.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
}
