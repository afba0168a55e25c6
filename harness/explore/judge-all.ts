import { join } from 'node:path'
import type { Driver, Installed } from '../driver.ts'
import { run } from '../engine/run.ts'
import { HarnessError } from '../errors.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import type { Entry } from '../record/entry.ts'
import { type Played, playBatch } from './batch.ts'
import type { Outcome } from './outcome.ts'
import { commonOf } from './part.ts'

/** Where schedules are tried: on which gateway, how many side by side on one, how many on one before the next is started, how many gateways at once. */
export type Bench = {
  readonly driver: Driver
  readonly installed: Installed
  readonly api: string
  readonly seed: number
  readonly width: number
  readonly batch: number
  readonly lanes: number
  /** the folder that runs leave theirs in */
  readonly runs: string
  /** whether no other gateway is to be started: the time is over */
  readonly isOver: () => boolean
}

/** A schedule to be tried; `alone`: on a gateway of its own. */
export type Try = Played & { readonly alone?: boolean }

/** `entries`: what was recorded of a schedule that was played with others */
type Told = (index: number, outcome: Outcome, entries?: readonly Entry[]) => void
type Job = { readonly waves: readonly (readonly number[])[]; readonly alone: boolean }

/**
 * Tries schedules, several on one gateway where they leave each other alone, and several gateways at once. What there was no time for is not
 * told of.
 */
export async function judgeAll(tries: readonly Try[], bench: Bench, told: Told): Promise<void> {
  const jobs = jobsOf(tries, bench)
  let batches = 0
  const lane = async () => {
    for (let job = jobs.shift(); job !== undefined && !bench.isOver(); job = jobs.shift()) {
      const left = job.alone
        ? await playAlone(job, tries, bench, told)
        : await playTogether(job, tries, bench, `side-by-side-${process.pid}-${batches++}`, told)
      if (left.length > 0) jobs.unshift(...left)
    }
  }
  await Promise.all(Array.from({ length: bench.lanes }, lane))
}

/** What can be played on one gateway, in waves of what has the same shared steps, in the order of their first schedule. */
function jobsOf(tries: readonly Try[], { driver, width, batch, lanes }: Bench): Job[] {
  const waves: number[][] = []
  const alone: Job[] = []
  const open = new Map<string, number[][]>()
  const passing = ({ passing: passes = false }: Try) => passes
  const order = [...tries.entries()].toSorted(([, a], [, b]) => Number(passing(a)) - Number(passing(b)))
  for (const [index, one] of order) {
    const common = one.alone ? undefined : commonOf(one.scenario)
    if (common === undefined) {
      alone.push({ waves: [[index]], alone: true })
      continue
    }
    const known = open.get(common) ?? []
    // the last of a wave may be one that passes: no other must come between it and the shared step
    const wave = known.find((others) =>
      passing(one) ? !passing(tries[others.at(-1) as number] as Try) : others.length < width,
    )
    if (wave !== undefined) wave.push(index)
    else {
      const begun = [index]
      open.set(common, [...known, begun])
      waves.push(begun)
    }
  }
  const most = driver.processPerSession === true ? 1 : Math.max(1, Math.floor(batch / width))
  // no gateway is idle while another one has all the waves
  const perJob = Math.max(1, Math.min(most, Math.ceil(waves.length / lanes)))
  const together = Array.from({ length: Math.ceil(waves.length / perJob) }, (_, n) => ({
    waves: waves.slice(n * perJob, (n + 1) * perJob),
    alone: false,
  }))
  return [...together, ...alone]
}

/** @returns what has not been played, because the gateway was left in a state in which nothing should be */
async function playTogether(
  { waves }: Job,
  tries: readonly Try[],
  bench: Bench,
  name: string,
  told: Told,
): Promise<Job[]> {
  const heard = new Set<number>()
  const indices = waves.flat()
  const judged = (index: number, judgement: RunJudgement, entries: readonly Entry[]) => {
    const number = indices[index] as number
    heard.add(number)
    told(number, { ...judgement, alone: false }, entries)
  }
  try {
    const played = waves.map((wave) => wave.map((index) => tries[index] as Try))
    await playBatch({ ...bench, waves: played, folder: join(bench.runs, name), judged })
  } catch (error) {
    if (!isOfGateway(error)) throw error
  }
  const left = waves.filter((wave) => !wave.every((index) => heard.has(index)))
  // a gateway on which nothing could be judged is not tried with so many again
  if (heard.size > 0 && left.length > 0) return [{ waves: left, alone: false }]
  return left.flat().map((index) => ({ waves: [[index]], alone: true }))
}

async function playAlone({ waves }: Job, tries: readonly Try[], bench: Bench, told: Told): Promise<Job[]> {
  const { driver, installed, api, seed, runs } = bench
  for (const index of waves.flat()) {
    const { scenario } = tries[index] as Try
    try {
      const { folder, repro, ms, ...judged } = await run({ scenario, driver, installed, api, seed, runs })
      told(index, { ...judged, alone: { folder, repro, ms } })
    } catch (error) {
      if (!isOfGateway(error)) throw error
      const missed = [(error as HarnessError).message]
      told(index, {
        verdict: 'inconclusive',
        claims: [],
        missed,
        alone: { folder: undefined, repro: undefined, ms: 0 },
      })
    }
  }
  return []
}

/** That a gateway does not come up, or not answer, is no error of ours. */
function isOfGateway(error: unknown): boolean {
  return error instanceof HarnessError && (error.code === 'GATEWAY_NOT_READY' || error.code === 'LIMIT_REACHED')
}
