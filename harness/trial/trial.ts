import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../engine/run.ts'
import { reference } from '../gateways/reference/driver.ts'
import { plantedBugs } from '../gateways/reference/planted-bugs.ts'
import { readRecord } from '../record/record.ts'
import { type Extent, type Job, jobsOf, knownScenarios } from './jobs.ts'
import { type Run, scoreOf, type TrialScore } from './score.ts'

/** What a trial is to do, and how many runs there are at a time. */
export type TrialOptions = Extent & {
  readonly workers: number
  /** the folder that runs with something to look into leave their folders in */
  readonly runs: string
  readonly progress: (line: string) => void
}

/**
 * Puts the harness on trial: every planted bug and every lawful variant on the scenario that it names and on others, and every scenario on
 * the correct gateway, again and again.
 */
export async function runTrial(options: TrialOptions): Promise<TrialScore> {
  const jobs = jobsOf(await knownScenarios(), options)
  await rm(options.runs, { recursive: true, force: true })
  return scoreOf(await runAll(jobs, options))
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

async function runJob({ scenario, ...job }: Job, { runs }: TrialOptions): Promise<Run> {
  const installed = await reference.install(job.version, () => {})
  const [api = ''] = reference.apis
  const came = await run({ scenario, driver: reference, installed, api, seed: job.seed, runs })
  const log = readRecord(join(came.folder, 'record.jsonl'))
  const acted = log.some((entry) => entry.kind === 'gateway-logged' && entry.line === `planted: ${job.version} acted`)
  const isExpected = came.verdict === (acted && job.version in plantedBugs ? 'fail' : 'pass')
  if (isExpected) await rm(came.folder, { recursive: true })
  const { verdict, claims, missed } = came
  return { ...job, verdict, claims, missed, acted }
}
