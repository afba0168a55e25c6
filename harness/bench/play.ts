import { setTimeout as pause } from 'node:timers/promises'
import type { Driver, Installed } from '../driver.ts'
import { playStep } from '../engine/play.ts'
import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { kindOf, type Step } from '../steps/index.ts'
import type { Stage } from '../steps/step.ts'
import { percentile, type Shot } from './figures.ts'
import type { Injection, Instant } from './injections.ts'
import { withGateway } from './stage.ts'

/** What is measured on. */
export type Target = { readonly driver: Driver; readonly installed: Installed; readonly times: number }

/** What the script with a fixed delay comes to: the delay in ms, how long the window was open in the median, and its shots. */
export type Delayed = { readonly ms: number; readonly windowMs: number; readonly shots: readonly Shot[] }

/** Injects a fault at its instant, once a turn, with the steps that scenarios have. */
export async function inject({ driver, installed, times }: Target, { steps, shot }: Injection): Promise<Shot[]> {
  const turns = Array.from({ length: times }, (_, turn) => steps(turn))
  return withGateway(driver, installed, turns.flat(), async (stage) => {
    const shots: Shot[] = []
    for (const turn of turns.keys()) shots.push(shot(await play(stage, turns, turn), turn))
    return shots
  })
}

/**
 * What people do by hand: send the message, sleep as long as the instant usually takes, and shoot. Tools finish as soon as they run. The
 * sleep is the median of a quarter of the turns, which come first and are not counted. Its shot counts at the end of its sleep and breaks
 * nothing, so that it is known how far off it was also where it came too early; what the fault itself takes is given to it.
 */
export async function shootBlindly({ driver, installed, times }: Target, instant: Instant): Promise<Delayed> {
  const tuning = Math.ceil(times / 3)
  const turns = Array.from({ length: tuning + times }, (_, turn) => instant.steps(turn))
  return withGateway(driver, installed, turns.flat(), async (stage) => {
    finishAtOnce(stage)
    const usual: number[] = []
    for (let turn = 0; turn < tuning; turn++) {
      const entries = await play(stage, turns, turn)
      usual.push(instant.window(entries, turn).instant - sentAt(entries))
    }
    const ms = percentile(usual, 50) / 1000
    const shots: Shot[] = []
    for (let turn = tuning; turn < turns.length; turn++) {
      const shooting = shootAfter(stage, ms)
      const entries = await play(stage, turns, turn)
      shots.push({ ...instant.window(entries, turn), effect: await shooting })
    }
    const open = shots.map((shot) => shot.until - shot.instant)
    return { ms, windowMs: percentile(open, 50) / 1000, shots }
  })
}

/** Plays one turn to the end that its client sees, and returns its entries. */
async function play(stage: Stage, turns: readonly (readonly Step[])[], turn: number): Promise<Entry[]> {
  const { record } = stage
  const steps = turns.flat()
  const first = turns.slice(0, turn).flat().length
  const from = record.entries.length
  for (const [n, step] of (turns[turn] ?? []).entries()) {
    const why = await playStep(steps, first + n, stage)
    if (why !== undefined) throw new Error(`${kindOf(step).summary(step)} did not land: ${why}`)
  }
  await record.waitFor('the end of the turn', 'settle', (entries) => entriesOf(entries.slice(from), 'client-saw').at(0))
  return record.entries.slice(from)
}

function finishAtOnce({ record, ledger }: Stage): void {
  record.watch((entry) => {
    if (entry.kind === 'tool-started') ledger.order(entry.call, 'finish', `${entry.tool} is done`, entry.tool)
  })
}

/** When a sleep that begins with the next message is over, in microseconds of the record. */
function shootAfter({ record }: Stage, ms: number): Promise<number> {
  return new Promise((resolve) => {
    const stop = record.watch(async ({ kind }) => {
      if (kind !== 'client-sent') return
      stop()
      await pause(ms)
      resolve(record.now())
    })
  })
}

function sentAt(entries: readonly Entry[]): number {
  return entriesOf(entries, 'client-sent')[0]?.at ?? Number.NaN
}
