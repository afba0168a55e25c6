import { glob, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Need } from '../driver.ts'
import { reference } from '../gateways/reference/driver.ts'
import { type PlantedBug, plantedBugs } from '../gateways/reference/planted-bugs.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import { runScenario } from '../runner/run-scenario.ts'
import { loadScenario } from '../scenario/load.ts'
import { needsOf } from '../scenario/schema.ts'

/** What a trial is to do: how often each scenario runs on the correct gateway, how many runs there are at a time, and its seed. */
export type TrialOptions = {
  readonly repeats: number
  readonly workers: number
  readonly seed: number
  /** the folder that runs with something to look into leave their folders in */
  readonly runs: string
  readonly progress: (line: string) => void
}

/** A planted bug on trial: which claims failed, and whether the one that is meant for it did. */
export type BugScore = PlantedBug & {
  readonly name: string
  readonly caught: boolean
  readonly by: readonly string[]
  readonly ms: number
}

/** A scenario on the correct gateway: its runs, and those that did not pass, in words. */
export type ScenarioScore = {
  readonly scenario: string
  readonly runs: number
  readonly falseAlarms: readonly string[]
  readonly inconclusive: readonly string[]
}

/** What a trial came to. */
export type TrialScore = { readonly bugs: readonly BugScore[]; readonly scenarios: readonly ScenarioScore[] }

type Run = RunJudgement & { readonly scenario: string; readonly ms: number }
type Job = { readonly version: string; readonly scenario: string; readonly seed: number }

/** Puts the harness on trial: every planted bug on its scenario, and every scenario on the correct gateway, again and again. */
export async function runTrial(options: TrialOptions): Promise<TrialScore> {
  const { repeats, seed } = options
  const known = await scenarioFiles()
  const bugs: [string, PlantedBug][] = Object.entries(plantedBugs)
  const onBugs = bugs.map(([version, { scenario }]) => ({ version, scenario: fileOf(scenario, known), seed }))
  const onCorrect = Array.from({ length: repeats }, (_, n) => n).flatMap((n) =>
    known.map((scenario) => ({ version: reference.defaultVersion, scenario, seed: seed + n })),
  )
  await rm(options.runs, { recursive: true, force: true })
  const runs = await runAll([...onBugs, ...onCorrect], options)
  return {
    bugs: bugs.map(([name, bug], index) => bugScore(name, bug, runs[index] as Run)),
    scenarios: known.map((scenario) =>
      scenarioScore(
        scenario,
        runs.slice(bugs.length).filter((run) => run.scenario === scenario),
      ),
    ),
  }
}

/** Whether the harness passes: every bug is caught by the claim meant for it, and the correct gateway is never accused or doubted. */
export function isPassed({ bugs, scenarios }: TrialScore): boolean {
  const isClean = ({ falseAlarms, inconclusive }: ScenarioScore) => falseAlarms.length + inconclusive.length === 0
  return bugs.every(({ caught }) => caught) && scenarios.every(isClean)
}

/** Every scenario that the reference gateway has all for. */
async function scenarioFiles(): Promise<string[]> {
  const installed = await reference.install(reference.defaultVersion, () => {})
  const [api = ''] = reference.apis
  const files = (await Array.fromAsync(glob('**/*.{ts,json}', { cwd: 'scenarios' }))).sort()
  const needs = await Promise.all(files.map(async (file) => needsOf(await loadScenario(join('scenarios', file)))))
  const isMet = (need: Need) => need !== 'container' && reference.lacks(need, installed, api) === undefined
  return files.filter((_, index) => needs[index]?.every(isMet))
}

function fileOf(scenario: string, known: readonly string[]): string {
  return known.find((file) => file.replace(/\.\w+$/, '') === scenario) ?? scenario
}

/** Runs jobs several at a time: mostly they wait. */
async function runAll(jobs: readonly Job[], options: TrialOptions): Promise<Run[]> {
  const runs: Run[] = []
  let next = 0
  let done = 0
  const worker = async () => {
    while (next < jobs.length) {
      const index = next++
      const job = jobs[index] as Job
      runs[index] = await runJob(job, options)
      done++
      options.progress(`${done} of ${jobs.length}: ${job.scenario} on reference@${job.version}: ${runs[index].verdict}`)
    }
  }
  await Promise.all(Array.from({ length: options.workers }, worker))
  return runs
}

async function runJob({ version, scenario: file, seed }: Job, { runs }: TrialOptions): Promise<Run> {
  const scenario = await loadScenario(join('scenarios', file))
  const installed = await reference.install(version, () => {})
  const [api = ''] = reference.apis
  const run = await runScenario({ scenario, driver: reference, installed, api, route: 'configured', seed, runs })
  const isExpected = version === reference.defaultVersion ? run.verdict === 'pass' : run.verdict === 'fail'
  if (isExpected) await rm(run.folder, { recursive: true })
  return { ...run, scenario: file }
}

function bugScore(name: string, bug: PlantedBug, { claims, ms }: Run): BugScore {
  const by = claims.flatMap(({ claim, verdict }) => (verdict === 'fail' ? [claim] : []))
  return { ...bug, name, by, caught: by.includes(bug.claim), ms }
}

function scenarioScore(scenario: string, runs: readonly Run[]): ScenarioScore {
  const of = (verdict: Run['verdict']) => runs.filter((run) => run.verdict === verdict)
  return {
    scenario,
    runs: runs.length,
    falseAlarms: of('fail').map(({ claims }) =>
      claims.flatMap(({ claim, findings }) => findings.map(({ says }) => `${claim}: ${says}`)).join('; '),
    ),
    inconclusive: of('inconclusive').map(({ claims, missed }) =>
      [...missed, ...claims.flatMap(({ claim, why }) => (why === '' ? [] : [`${claim}: ${why}`]))].join('; '),
    ),
  }
}
