import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunRecord } from '../facts/run-record.ts'
import { judgeRun, type RunJudgement } from '../oracles/judge.ts'
import { entriesOf } from '../record/record.ts'
import type { Redactor } from '../record/redactor.ts'
import { reproText } from '../scenario/repro.ts'
import { sessionsOf } from '../scenario/wants.ts'
import type { Stage } from '../steps/step.ts'
import { playAftermath } from './aftermath.ts'
import type { CleanTurn } from './clean-turns.ts'
import { keepEvidence } from './keep-evidence.ts'
import { noteStart } from './note-start.ts'
import { playSteps } from './play.ts'
import { recoverAgain } from './second-recovery.ts'
import { snapshot } from './snapshot.ts'
import { type Means, onStage, type RunPlace, type Setup } from './stage.ts'
import { openWorkplace } from './workplace.ts'

/** One run: which scenario, on which gateway, and where its folder goes. */
export type RunOptions = Setup & {
  /** the folder in which the run leaves a folder of its own, with its record and its evidence */
  readonly runs: string
  /** `restart` restarts the gateway after every schedule; otherwise after one that left something suspicious */
  readonly aftermath?: 'restart' | undefined
}

/** What a run leaves: its folder, its judgement, and a repro when it has findings. */
export type RunResult = RunJudgement & {
  readonly folder: string
  readonly ms: number
  /** the file of its findings that others can run */
  readonly repro: string | undefined
}

/**
 * Runs a scenario against a real gateway: stage, steps, aftermath, snapshot, judge, clean up. A gateway that misbehaves is entries in the
 * record and findings in the result; no process and no file outside the run's folder is left behind.
 * @throws HarnessError when the harness itself cannot go on, as GATEWAY_NOT_READY when the gateway never comes up
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const began = performance.now()
  await using workplace = await openWorkplace(options.image !== undefined)
  const place = { folder: workplace.folder, run: workplace.run, kept: join(workplace.folder, 'kept') }
  await mkdir(place.kept)
  const record = new RunRecord(join(place.kept, 'record.jsonl'), () => performance.now(), options.driver.limits)
  const folder = join(options.runs, folderName(record.redactor.text(options.scenario.title), place.run))
  try {
    noteStart(options, place.run, record)
    await onStage(options, place, record, (stage, turns, more) => play(options, place, { stage, turns, ...more }))
  } catch (error) {
    throw record.redactor.error(error)
  } finally {
    await writeFile(join(place.kept, 'gateway.log'), logOf(record))
    await keepEvidence(place.kept, folder, record.redactor)
  }
  const judged = judgeRun(record.entries, options.driver.profile(options.installed.version))
  const repro = await writeRepro(options, judged, folder, record.redactor)
  return { ...judged, folder, repro, ms: Math.round(performance.now() - began) }
}

async function play(
  { scenario, driver, installed, progress, aftermath: until }: RunOptions,
  { folder, kept }: RunPlace,
  { stage, turns, ...more }: Means & { readonly stage: Stage; readonly turns: readonly CleanTurn[] },
): Promise<void> {
  const { gateway, record } = stage
  const { steps } = scenario
  progress?.('starting the gateway')
  await gateway.start()
  progress?.(`${installed.name}@${installed.version} is ready`)
  await playSteps(steps, stage, progress)
  const profile = driver.profile(installed.version)
  const aftermath = { steps, sessions: sessionsOf(scenario), turns, until, profile }
  await playAftermath(aftermath, stage)
  await gateway.photograph?.('end')
  await snapshot(gateway, record, folder)
  record.append({ kind: 'run-ended' })
  await recoverAgain({ aftermath, kept, ...more }, stage)
}

async function writeRepro(
  { scenario, installed, api, route, seed, aftermath }: RunOptions,
  judged: RunJudgement,
  folder: string,
  redactor: Redactor,
): Promise<string | undefined> {
  const gateway = `${installed.name}@${installed.version}`
  const how = { ...(route === 'vendor' && { route }), seed, ...(aftermath && { aftermath }) }
  const text = reproText({ scenario, gateway, api, ...how }, judged)
  if (text === undefined) return undefined
  const file = join(folder, 'repro.json')
  await writeFile(file, redactor.text(text))
  return file
}

/** What the gateway printed, as one file; not every version keeps a log where it is told to. */
function logOf({ entries }: RunRecord): string {
  return entriesOf(entries, 'gateway-logged')
    .map(({ line }) => `${line}\n`)
    .join('')
}

/** What the folder of a run is called, which no other is. */
export function folderName(title: string, run: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  return `${words}-${run}`
}
