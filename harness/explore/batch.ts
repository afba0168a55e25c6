import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type CleanTurn, takeTurns } from '../engine/clean-turns.ts'
import { keepEvidence } from '../engine/keep-evidence.ts'
import { noteStart } from '../engine/note-start.ts'
import { playStep, undoSteps } from '../engine/play.ts'
import { type Again, noteRecovery, recoverAgain } from '../engine/second-recovery.ts'
import { settle } from '../engine/settle.ts'
import { snapshot } from '../engine/snapshot.ts'
import { onStage, type Setup } from '../engine/stage.ts'
import { openWorkplace } from '../engine/workplace.ts'
import { HarnessError } from '../errors.ts'
import { Manners } from '../expected/manners.ts'
import { RunRecord } from '../facts/run-record.ts'
import { judgeRun, type RunJudgement } from '../oracles/judge.ts'
import type { Entry, EntryBody } from '../record/entry.ts'
import type { Profile } from '../record/profile.ts'
import { parseScenario, type Scenario } from '../scenario/schema.ts'
import { kindOf, type Step } from '../steps/index.ts'
import type { Stage } from '../steps/step.ts'
import { firstTurn } from './beside-another.ts'
import { isShared, type Part, partsOf } from './part.ts'
import { recordOf } from './record-of.ts'
import { isUpAfter } from './starts.ts'

/** A schedule to be played beside others; `passing`: nothing keeps the gateway at its instant, so no other must come before the fault. */
export type Played = { readonly scenario: Scenario; readonly passing?: boolean }

/** Schedules for one gateway: which gateway, and where its folder goes. */
export type Batch = Omit<Setup, 'scenario' | 'image' | 'port'> & {
  /** what is played side by side, one wave after another; the schedules of a wave have the same shared steps */
  readonly waves: readonly (readonly Played[])[]
  readonly folder: string
  /** whether no other wave is to begin: the time is over */
  readonly isOver: () => boolean
  /** told of each verdict, and of what was recorded of its schedule */
  readonly judged: (index: number, judgement: RunJudgement, entries: readonly Entry[]) => void
}

/** What is played at a time, and all that its steps need. */
type Play = {
  readonly steps: readonly Step[]
  readonly turns: readonly CleanTurn[]
  readonly stage: Stage
  readonly manners: Manners
  /** what a second recovery takes besides */
  readonly again: Omit<Again, 'aftermath'>
}

/** A turn that comes before all others: a gateway may do something once then, and those that wait for it at once may all fail by it. */
const firstOfAll = parseScenario({ title: 'a first turn', steps: firstTurn('first') }, 'a schedule')

/**
 * Plays schedules on one gateway, a wave at a time, and judges each by itself from the one record. The shared steps of a wave are played
 * once for all: one crash serves many. A gateway that does not come to rest after a wave, or was recovered from a copy, plays no other.
 * @returns how many of the schedules were played
 */
export async function playBatch(batch: Batch): Promise<number> {
  await using workplace = await openWorkplace()
  const kept = join(workplace.folder, 'kept')
  await mkdir(kept)
  const record = new RunRecord(join(kept, 'record.jsonl'), () => performance.now(), batch.driver.limits)
  const [opening, ...parts] = partsOf([firstOfAll, ...batch.waves.flat().map((played) => played.scenario)])
  const steps = [opening, ...parts].flatMap((part) => part?.scenario.steps ?? [])
  const scenario = { title: `${parts.length} schedules side by side`, steps }
  const place = { folder: workplace.folder, run: workplace.run, kept }
  let played = 0
  try {
    noteStart({ ...batch, scenario }, place.run, record)
    await onStage({ ...batch, scenario, heeds: ownNews(parts) }, place, record, async (stage, turns, means) => {
      await stage.gateway.start()
      const manners = new Manners(batch.driver.profile(batch.installed.version))
      const again = { ...means, kept }
      const play = { steps, turns, stage, manners, again }
      if (opening !== undefined && !batch.driver.processPerSession)
        await playUntilShared({ part: opening, next: opening.range[0], missed: '' }, play)
      played = await playWaves(batch, parts, play, place.folder)
    })
  } catch (error) {
    throw record.redactor.error(error)
  } finally {
    await keepEvidence(kept, batch.folder, record.redactor)
  }
  return played
}

/**
 * A client may be told of all sessions. What it is told of those of other schedules tells nothing of its own one, and there would be as
 * much of it as there are clients times sessions.
 */
function ownNews(parts: readonly Part[]): (body: EntryBody) => boolean {
  const ofClient = new Map(
    parts.flatMap((part) => (part.main === undefined ? [] : [...part.clients].map((one) => [one, part]))),
  )
  const ofSession = new Map(parts.flatMap((part) => [...part.sessions].map((one) => [one, part])))
  return (body) => {
    if (!('client' in body && 'session' in body) || body.client === undefined || body.session === undefined) return true
    const [listener, meant] = [ofClient.get(body.client), ofSession.get(body.session)]
    return listener === undefined || meant === undefined || listener === meant
  }
}

async function playWaves(batch: Batch, parts: readonly Part[], play: Play, folder: string): Promise<number> {
  const { driver, installed, waves, judged } = batch
  const { record } = play.stage
  const profile = driver.profile(installed.version)
  const clients = new Set(parts.flatMap((part) => [...part.clients]))
  const boot = record.entries.length
  let first = 0
  for (const all of waves) {
    const { length } = all
    const wave = parts.slice(first, first + length)
    const from = record.entries.length
    const passing = new Set(wave.filter((_, index) => all[index]?.passing))
    const goesOn = await playWave(wave, passing, play, profile, folder)
    const window = [from, record.entries.length] as const
    for (const [index, part] of wave.entries()) {
      const entries = recordOf(part, record.entries, clients, boot, window)
      judged(first + index, judgeRun(entries, profile), entries)
    }
    first += length
    if (!goesOn || batch.isOver()) break
  }
  return first
}

/**
 * Plays a wave and what follows every schedule: mending, rest, a clean turn, rest, a look at the store, a second recovery where there is one.
 * @returns whether the gateway can play another
 */
async function playWave(
  wave: readonly Part[],
  passing: ReadonlySet<Part>,
  play: Play,
  profile: Profile,
  folder: string,
): Promise<boolean> {
  const { steps, stage, manners } = play
  const { gateway, ledger, record, seed } = stage
  const sessions = wave.flatMap((part) => [...part.sessions])
  const turns = play.turns.filter(({ session, time }) => time === 'mended' && sessions.includes(session))
  const rest = () => settle({ gateway, ledger, record, sessions, manners, seed })
  await connectMains(wave, stage)
  await playSegments(wave, passing, play)
  record.append({ kind: 'aftermath-began', phase: 'mending', why: '' })
  for (const part of wave.toReversed()) await undoSteps(steps, stage, part.range)
  await rest()
  if (!gateway.running && !(await startsAgain(stage))) return false
  record.append({ kind: 'aftermath-began', phase: 'turns', why: '' })
  await takeTurns(turns, stage)
  await rest()
  const isCopied = record.facts.last('state-copied') !== undefined
  if (isCopied) await noteRecovery(1, record.facts.last('aftermath-missed')?.what ?? '', stage, record)
  await snapshot(gateway, record, folder)
  const rests = gateway.running && record.facts.last('settled')?.waitingFor === ''
  if (!isCopied) return rests
  record.append({ kind: 'run-ended' })
  await recoverAgain({ aftermath: { steps, sessions, turns, until: undefined, profile }, ...play.again }, stage)
  return false
}

/** A gateway that has started is connected with its main client, and so with those that stand for it. */
async function connectMains(wave: readonly Part[], { gateway }: Stage): Promise<void> {
  await Promise.all(
    wave.flatMap(({ main }) => (main === undefined ? [] : [gateway.client(main).connect?.({ device: 'same' })])),
  )
}

async function startsAgain({ gateway, record }: Stage): Promise<boolean> {
  try {
    await gateway.start()
    return true
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    record.append({ kind: 'aftermath-missed', what: 'a start of the gateway', why: error.message })
    return false
  }
}

/** Plays what is between two shared steps side by side, what does not stay at its instant last, and each shared step once. */
async function playSegments(wave: readonly Part[], passing: ReadonlySet<Part>, play: Play): Promise<void> {
  const running = wave.map((part) => ({ part, next: part.range[0], missed: '' }))
  const segments = wave[0]?.scenario.steps.filter(isShared).length ?? 0
  for (let segment = 0; segment <= segments; segment++) {
    for (const passes of [false, true])
      await Promise.all(
        running.filter(({ part }) => passing.has(part) === passes).map((one) => playUntilShared(one, play)),
      )
    const together = running.filter(({ missed, part, next }) => missed === '' && next < part.range[1])
    if (together.length > 0) await playTogether(together, play)
  }
}

type Running = { readonly part: Part; next: number; missed: string }

/** After a step that did not land, which is noted, no other is tried. */
async function playUntilShared(running: Running, { steps, stage }: Play): Promise<void> {
  for (; running.next < running.part.range[1]; running.next++) {
    const step = steps[running.next] as Step
    if (running.missed !== '') note(running.next, step, stage, `not tried, because step ${running.missed} did not land`)
    else if (isShared(step)) return
    else played(running, await playStep(steps, running.next, stage), step)
  }
}

async function playTogether([first, ...others]: readonly Running[], { steps, stage }: Play): Promise<void> {
  if (first === undefined) return
  const step = steps[first.next] as Step
  const why = await playStep(steps, first.next, stage)
  const parts = [first, ...others].map(({ part }) => part)
  if (why === undefined && isUpAfter(step)) await connectMains(parts, stage)
  for (const running of others) note(running.next, steps[running.next] as Step, stage, why)
  for (const running of [first, ...others]) {
    played(running, why, steps[running.next] as Step)
    running.next++
  }
}

function played(running: Running, why: string | undefined, step: Step): void {
  if (why !== undefined) running.missed = `${running.next - running.part.range[0] + 1} (${kindOf(step).summary(step)})`
}

/** Notes what became of a step that was not played for this schedule itself. */
function note(index: number, step: Step, { record }: Stage, why: string | undefined): void {
  const { summary, isFault } = kindOf(step)
  const told = { step: index, does: summary(step), fault: isFault(step) }
  record.append({ kind: 'step-started', step: index, does: told.does })
  record.append(why === undefined ? { kind: 'step-landed', ...told, ms: 0 } : { kind: 'step-missed', ...told, why })
}
