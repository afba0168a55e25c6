import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { Manners } from '../expected/manners.ts'
import type { RunRecord } from '../facts/run-record.ts'
import { unheardEnd } from '../oracles/replies-once.ts'
import type { RecoveredTurns } from '../record/recovery-entry.ts'
import { gone } from '../steps/gateway-gone.ts'
import type { Stage } from '../steps/step.ts'
import type { Aftermath } from './aftermath.ts'
import { takeTurns } from './clean-turns.ts'
import { answerTo, settle } from './settle.ts'
import type { StateCopy } from './state-copy.ts'

/** What a second recovery takes besides the stage. */
export type Again = {
  readonly aftermath: Aftermath
  readonly copy: StateCopy
  /** what the run keeps; the second recovery has a folder there, with a record that begins as that of the run does */
  readonly kept: string
  /** Has what is seen from now on noted in another record. */
  readonly noteIn: (record: RunRecord) => void
}

/**
 * Starts the gateway once more on the copy of its state, where a schedule had one made, as it was started after the copy: its clients come
 * back, it comes to rest, and each session has its clean turn. Notes in the record of the run what both recoveries have come to.
 */
export async function recoverAgain({ aftermath, copy, kept, noteIn }: Again, stage: Stage): Promise<void> {
  const { record, gateway } = stage
  const copied = record.facts.last('state-copied')
  if (copied === undefined || record.facts.last('recovered') === undefined) return
  if (gateway.running) gateway.signal('SIGKILL')
  await gone('effect', stage)
  await copy.putBack()
  const folder = join(kept, 'second-recovery')
  await mkdir(folder)
  const second = record.branch(join(folder, 'record.jsonl'), copied.n + 1)
  // its copies of the store are not to hide those of the run
  await moved(join(kept, 'store'), join(kept, 'store-of-run'))
  noteEnds(record, second, copied.n)
  noteIn(second)
  try {
    await noteRecovery(2, await recover(aftermath, { ...stage, record: second }), { ...stage, record: second }, record)
  } finally {
    noteIn(record)
    await moved(join(kept, 'store'), join(folder, 'store'))
    await moved(join(kept, 'store-of-run'), join(kept, 'store'))
  }
}

/** What the gateway has come to after its clean turns, noted in a record; `missed`: what did not come about before that. */
export async function noteRecovery(nth: 1 | 2, missed: string, stage: Stage, noted: RunRecord): Promise<void> {
  const asked = cleanRequests(stage.record)
  try {
    const stored = (await stage.gateway.store?.transcripts()) ?? []
    const held = stored.map(({ session, turns }) => ({ session, turns }))
    noted.append({ kind: 'recovered', nth, missed: missed || unrest(stage.record), stored: held, asked })
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    noted.append({ kind: 'recovered', nth, missed: `the store cannot be read: ${error.message}`, stored: [], asked })
  }
}

/** Does what follows a schedule; resolves to what did not come about. */
async function recover({ turns, sessions, profile }: Aftermath, stage: Stage): Promise<string> {
  const { gateway, ledger, record, seed } = stage
  const manners = new Manners(profile)
  const rest = () => settle({ gateway, ledger, record, sessions, manners, seed, haveHeard: true })
  try {
    await gateway.start()
  } catch (error) {
    if (error instanceof HarnessError) return `a start of the gateway: ${error.message}`
    throw error
  }
  await rest()
  await takeTurns(
    turns.filter(({ time }) => time === 'mended'),
    stage,
  )
  await rest()
  return record.facts.last('aftermath-missed')?.what ?? ''
}

/** What clients are told is another matter: those of the second recovery have been told before. */
function unrest({ facts }: RunRecord): string {
  const waitingFor = facts.last('settled')?.waitingFor ?? ''
  const isOfClients = waitingFor === unheardEnd || waitingFor.startsWith(answerTo)
  return waitingFor === '' || isOfClients ? '' : `it did not come to rest: ${waitingFor}`
}

/** The runs that failed for their clients, or were given up, in the first recovery are not to be waited for in the second one. */
function noteEnds(record: RunRecord, second: RunRecord, from: number): void {
  const ends = record.facts.of('client-saw').filter(({ n, what }) => n >= from && what !== 'reply')
  for (const { n, at, ...end } of ends) if (second.facts.messages.ofRun(end.run) !== undefined) second.append(end)
}

/** What the model was sent last for each clean turn. */
function cleanRequests({ facts }: RunRecord): RecoveredTurns[] {
  const said = facts.of('client-sent').filter(({ aftermath }) => aftermath === true)
  return said.flatMap(({ session, text }) => {
    const request = facts.requests.main.findLast(({ asked }) => asked.says === text)
    return request === undefined ? [] : [{ session, turns: request.asked.turns }]
  })
}

/** A folder that may not be there. */
async function moved(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await rename(from, to).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
}
