import { glob, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../engine/run.ts'
import type { PlantedBug } from '../gateways/reference/change.ts'
import { reference } from '../gateways/reference/driver.ts'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import type { Need } from '../need.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import { loadScenarios } from '../scenario/load.ts'
import { needsOf, type Scenario } from '../scenario/schema.ts'

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
export type BugScore = Omit<PlantedBug, 'plant'> & {
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
/** A scenario and what it is called in the trial: its file, and its title where the file has several. */
type Known = { readonly name: string; readonly scenario: Scenario }
type Job = Known & { readonly version: string; readonly seed: number }

/** Puts the harness on trial: every planted bug on its scenario, and every scenario on the correct gateway, again and again. */
export async function runTrial(options: TrialOptions): Promise<TrialScore> {
  const { repeats, seed } = options
  const known = await knownScenarios()
  const bugs = Object.entries(plantedBugs)
  const onBugs = bugs.map(([version, { scenario }]) => ({ ...named(scenario, known), version, seed }))
  const onCorrect = Array.from({ length: repeats }, (_, n) => n).flatMap((n) =>
    known.map((one) => ({ ...one, version: reference.defaultVersion, seed: seed + n })),
  )
  await rm(options.runs, { recursive: true, force: true })
  const runs = await runAll([...onBugs, ...onCorrect], options)
  return {
    bugs: bugs.map(([name, bug], index) => bugScore(name, bug, runs[index] as Run)),
    scenarios: known.map(({ name }) =>
      scenarioScore(
        name,
        runs.slice(bugs.length).filter((run) => run.scenario === name),
      ),
    ),
  }
}

/**
 * Whether the harness passes: there was something to try, every bug is caught by the claim meant for it, and the correct gateway is never
 * accused or doubted.
 */
export function isPassed({ bugs, scenarios }: TrialScore): boolean {
  const isClean = ({ runs, falseAlarms, inconclusive }: ScenarioScore) =>
    runs > 0 && falseAlarms.length + inconclusive.length === 0
  const isWhole = bugs.length > 0 && scenarios.length > 0
  return isWhole && bugs.every(({ caught }) => caught) && scenarios.every(isClean)
}

/** Every scenario that the reference gateway has all for. */
async function knownScenarios(): Promise<Known[]> {
  const installed = await reference.install(reference.defaultVersion, () => {})
  const [api = ''] = reference.apis
  const files = (await Array.fromAsync(glob('**/*.{ts,json}', { cwd: 'scenarios' }))).sort()
  const isMet = (need: Need) => need !== 'container' && reference.lacks(need, installed, api) === undefined
  const known = await Promise.all(files.map(knownIn))
  return known.flat().filter(({ scenario }) => needsOf(scenario).every(isMet))
}

async function knownIn(file: string): Promise<Known[]> {
  const scenarios = await loadScenarios(join('scenarios', file))
  return scenarios.map((scenario) => ({ name: scenarios.length === 1 ? file : `${file}: ${scenario.title}`, scenario }))
}

/** @throws Error when a planted bug is for a scenario that is not there */
function named(scenario: string, known: readonly Known[]): Known {
  const found = known.find(({ name }) => name.replace(/\.\w+$/, '') === scenario)
  if (found === undefined) throw new Error(`there is no scenario "${scenario}" for the reference gateway`)
  return found
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
      options.progress(`${done} of ${jobs.length}: ${job.name} on reference@${job.version}: ${runs[index].verdict}`)
    }
  }
  await Promise.all(Array.from({ length: options.workers }, worker))
  return runs
}

async function runJob({ version, name, scenario, seed }: Job, { runs }: TrialOptions): Promise<Run> {
  const installed = await reference.install(version, () => {})
  const [api = ''] = reference.apis
  const came = await run({ scenario, driver: reference, installed, api, seed, runs })
  const isExpected = version === reference.defaultVersion ? came.verdict === 'pass' : came.verdict === 'fail'
  if (isExpected) await rm(came.folder, { recursive: true })
  return { ...came, scenario: name }
}

function bugScore(name: string, { does, claim, scenario }: PlantedBug, { claims, ms }: Run): BugScore {
  const by = claims.flatMap((judged) => (judged.verdict === 'fail' ? [judged.claim] : []))
  return { name, does, claim, scenario, by, caught: by.includes(claim), ms }
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
