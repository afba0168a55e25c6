import { HarnessError } from '../errors.ts'
import { Manners } from '../expected/manners.ts'
import { requestName } from '../facts/requests.ts'
import { judgeRun } from '../oracles/judge.ts'
import type { Profile } from '../record/profile.ts'
import { exited } from '../steps/gateway-gone.ts'
import type { Step } from '../steps/index.ts'
import type { Stage } from '../steps/step.ts'
import { findBreaks } from '../transcript/pairing.ts'
import { type CleanTurn, type Time, takeTurns } from './clean-turns.ts'
import { undoSteps } from './play.ts'
import { noteRecovery } from './second-recovery.ts'
import { settle } from './settle.ts'

/** What comes after a schedule. */
export type Aftermath = {
  readonly steps: readonly Step[]
  readonly sessions: readonly string[]
  readonly turns: readonly CleanTurn[]
  /** `restart` restarts the gateway in any case; otherwise it is restarted when something is suspicious */
  readonly until: 'restart' | undefined
  /** what the gateway may do, and how it speaks */
  readonly profile: Profile
}

/**
 * The end of every run, whatever became of its steps: all that was broken is mended and all that was held goes on, then each session has a
 * clean turn; when anything is suspicious, the gateway is restarted on the same state, and each session has one more.
 */
export async function playAftermath(aftermath: Aftermath, stage: Stage): Promise<void> {
  const { gateway, record } = stage
  record.append({ kind: 'aftermath-began', phase: 'mending', why: '' })
  await undoSteps(aftermath.steps, stage)
  await settleAll(aftermath, stage)
  const isUp = await cameUp('a start of the gateway', stage, () => revive(aftermath, stage))
  if (isUp) await haveTurns('mended', '', aftermath, stage)
  const isCopied = record.facts.last('state-copied') !== undefined
  if (isCopied) await noteRecovery(1, record.facts.last('aftermath-missed')?.what ?? '', stage, record)
  if (!isUp) return
  const why = aftermath.until === 'restart' ? 'it was asked for' : await suspicion(aftermath.profile, stage)
  if (why === undefined) return
  record.append({ kind: 'aftermath-began', phase: 'restart', why })
  if (gateway.running) gateway.signal('SIGTERM')
  if (await cameUp('a restart of the gateway', stage, () => start(stage)))
    await haveTurns('restarted', why, aftermath, stage)
}

async function haveTurns(time: Time, why: string, aftermath: Aftermath, stage: Stage): Promise<void> {
  stage.record.append({ kind: 'aftermath-began', phase: 'turns', why })
  await takeTurns(
    aftermath.turns.filter((turn) => turn.time === time),
    stage,
  )
  await settleAll(aftermath, stage)
}

function settleAll({ sessions, profile }: Aftermath, { gateway, ledger, record, seed }: Stage): Promise<void> {
  return settle({ gateway, ledger, record, sessions, manners: new Manners(profile), seed })
}

/** A gateway that is down, or was told to go and has not gone yet, is started as a supervisor does it. */
async function revive(aftermath: Aftermath, stage: Stage): Promise<void> {
  const { last } = stage.record.facts.lives
  const isLeaving = last?.signals.some(({ signal }) => signal === 'SIGTERM' || signal === 'SIGINT') === true
  if (stage.gateway.running && !isLeaving) return
  await start(stage)
  await settleAll(aftermath, stage)
}

async function start(stage: Stage): Promise<void> {
  await exited(stage)
  await stage.gateway.start()
}

/** Whether the gateway came up; that it did not is noted. */
async function cameUp(what: string, { record }: Stage, act: () => Promise<void>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    record.append({ kind: 'aftermath-missed', what, why: error.message })
    return false
  }
}

/** Why a restart is worth its time: something that may be wrong, and may be worse after it. */
async function suspicion(profile: Profile, { record, gateway }: Stage): Promise<string | undefined> {
  const { facts } = record
  const [rejected] = facts.requests.rejected
  if (rejected !== undefined) return `${requestName(rejected.number)} was rejected`
  const missed = facts.last('step-missed') ?? facts.last('undo-missed')
  if (missed !== undefined) return `this did not come about: ${missed.does}`
  const untold = facts.last('aftermath-missed')
  if (untold !== undefined) return `this did not come about: ${untold.what}`
  const unrest = facts.of('settled').find(({ waitingFor }) => waitingFor !== '')
  if (unrest !== undefined) return `the gateway did not come to rest: ${unrest.waitingFor}`
  const accused = judgeRun(record.entries, profile).claims.find(({ verdict }) => verdict === 'fail')
  if (accused !== undefined) return `${accused.claim} failed`
  return await brokenStore(gateway)
}

async function brokenStore(gateway: Stage['gateway']): Promise<string | undefined> {
  try {
    const broken = (await gateway.store?.transcripts())?.find(({ turns }) => findBreaks(turns).length > 0)
    return broken && `the stored transcript of session ${broken.session} has a broken pair`
  } catch (error) {
    if (error instanceof HarnessError) return 'the store cannot be read'
    throw error
  }
}
