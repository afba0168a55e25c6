import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isStopping } from '../../engine/command.ts'
import { type Known, knownScenarios, shuffled } from '../jobs.ts'
import { type Maker, type Mutant, makeMutants } from './mutant.ts'
import { diverse, isCaught, leftFor, type Outcome, type Reach } from './plan.ts'
import type { Hunted } from './score.ts'
import { tryOn } from './tried.ts'

/**
 * How a hunt is done: how many runs at a time, where it keeps what it has found, whose mutants count (so many of those with a text in
 * their names, picked by a seed) and which of them are run, on which scenarios (those with a text in their names), and how many scenarios each may meet.
 */
export type HuntOptions = {
  readonly folder: string
  readonly workers: number
  readonly maker: Maker
  readonly only: string
  readonly sample: number
  readonly seed: string
  readonly isRun: (mutant: Mutant) => boolean
  readonly on: string
  readonly most: number
  readonly progress: (line: string) => void
}

/**
 * Runs the harness on every mutant of the reference gateway, until a scenario catches it or all that reach it have passed. What is over is
 * kept in the folder, a line a run, and not run again.
 */
export async function hunt(options: HuntOptions): Promise<Hunted[]> {
  const { folder, maker, only, sample, seed, isRun, on, most } = options
  const all = await makeMutants(join(folder, 'server'), maker)
  const mutants = shuffled(all, seed)
    .filter(({ name }) => name.includes(only))
    .slice(0, sample)
  const known = (await knownScenarios()).filter(({ name }) => name.includes(on))
  const reach = await reachOf(known, options)
  const order = diverse(known, reach)
  const outcomes = await linesIn<Outcome>(join(folder, 'outcomes.jsonl'))
  const leftOf = (mutant: Mutant) => leftFor(mutant, { order, reach, all }, outcomes, most)
  await inParallel(mutants.filter(isRun), options.workers, (mutant) => chase(mutant, leftOf(mutant), outcomes, options))
  return mutants.map((mutant) => ({
    mutant,
    reachedBy: order.filter(({ name }) => reach.get(name)?.has(mutant.id)).length,
    outcomes: outcomes.filter((outcome) => outcome.mutant === mutant.name),
  }))
}

async function chase(
  mutant: Mutant,
  scenarios: readonly Known[],
  outcomes: Outcome[],
  options: HuntOptions,
): Promise<void> {
  for (const known of scenarios) {
    const outcome = await outcomeOf(mutant, known, options)
    outcomes.push(outcome)
    options.progress(`${outcomes.length} runs: ${outcome.verdict}, ${mutant.name} on ${known.name}`)
    if (isCaught(outcome)) return
  }
}

async function outcomeOf(mutant: Mutant, known: Known, { folder }: HuntOptions): Promise<Outcome> {
  const { verdict, says, folder: kept } = await tryOn(known, join(folder, 'server'), join(folder, 'runs'), mutant.id)
  const outcome = { mutant: mutant.name, scenario: known.name, verdict, says, kept }
  if (!isStopping()) await appendFile(join(folder, 'outcomes.jsonl'), `${JSON.stringify(outcome)}\n`)
  return outcome
}

type Reached = {
  readonly scenario: string
  readonly verdict: string
  readonly says: string
  readonly mutants: string[]
}

/** Which mutants each scenario reaches, by a run of it on the gateway with none. @throws Error when such a run does not pass */
async function reachOf(known: readonly Known[], { folder, workers, progress }: HuntOptions): Promise<Reach> {
  const file = join(folder, 'reached.jsonl')
  const before = await linesIn<Reached>(file)
  const left = known.filter(({ name }) => !before.some(({ scenario }) => scenario === name))
  await inParallel(left, workers, async (one) => {
    const { verdict, says, reached } = await tryOn(one, join(folder, 'server'), join(folder, 'runs'))
    if (verdict !== 'pass') throw new Error(`without a mutant, ${one.name} ends in ${verdict}: ${says}`)
    progress(`${one.name} reaches ${reached.length} mutants`)
    const line = { scenario: one.name, verdict, says, mutants: [...reached] }
    before.push(line)
    await appendFile(file, `${JSON.stringify(line)}\n`)
  })
  return new Map(before.map(({ scenario, mutants }) => [scenario, new Set(mutants)]))
}

/** Does all jobs, several at a time: mostly they wait. */
async function inParallel<T>(jobs: readonly T[], workers: number, act: (job: T) => Promise<void>): Promise<void> {
  const left = jobs.values()
  const worker = async () => {
    for (const job of left) await act(job)
  }
  await Promise.all(Array.from({ length: workers }, worker))
}

async function linesIn<T>(file: string): Promise<T[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
