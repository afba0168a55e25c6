import { join } from 'node:path'
import type { Driver, Installed } from '../driver.ts'
import { run } from '../engine/run.ts'
import { HarnessError } from '../errors.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import { entriesOf, readRecord } from '../record/record.ts'
import { parseScenario } from '../scenario/schema.ts'
import { hashOf } from '../store/backup.ts'
import { readSession } from '../store/read-session.ts'
import type { SessionFormat } from '../store/session.ts'
import type { StoredSession } from '../store/store.ts'
import { saysText } from '../transcript/blocks.ts'
import { conversationOf } from './health.ts'

/** What came of a proof: whether the agent goes on with the session, what was claimed against it, and the run's folder. */
export type Proof = {
  readonly api: string
  readonly goesOn: boolean
  readonly says: readonly string[]
  readonly folder: string
}

/** What a session must do to be a session again. What stood in it before the run is not for these to judge. */
const claims = ['requests-paired', 'no-400-loop', 'messages-answered', 'replies-once', 'session-live']

const said = 'Can you go on with this conversation?'

/**
 * Boots the real agent, in its box, on a copy of a session; a person says something, and again after a restart, and a strict provider answers.
 * The session itself is not touched.
 * @throws HarnessError USAGE when a session of this kind cannot be put into a gateway of ours
 */
export async function prove(
  session: StoredSession,
  bytes: Buffer,
  {
    driver,
    installed,
    api,
    runs,
    progress,
  }: { driver: Driver; installed: Installed; api: string; runs: string; progress: (line: string) => void },
): Promise<Proof> {
  const { plant, format, file } = session
  if (plant === undefined)
    throw new HarnessError(
      'USAGE',
      `no proof can be had of ${file}: a copy of it cannot be given to a ${format.agent} of ours`,
    )
  const steps = [
    { do: 'user.says', text: said },
    { do: 'model.says', text: 'Yes, I can.' },
  ]
  const scenario = parseScenario({ title: `${format.agent} goes on with a repaired session`, steps }, 'repair --prove')
  const came = await run({
    ...{ scenario, driver, installed, api, runs, progress, seed: seedFor(bytes), aftermath: 'restart' },
    prepare: (folder) => plant(folder, bytes),
  })
  if (!holdsIt(join(came.folder, 'record.jsonl'), bytes, format))
    return {
      api,
      goesOn: false,
      says: ['the agent did not take the session up: no request holds anything of it'],
      folder: came.folder,
    }
  const judged = came.claims.filter(({ claim }) => claims.includes(claim))
  const isProven = came.missed.length === 0 && judged.every(({ verdict }) => verdict === 'pass')
  return { api, goesOn: isProven, says: judged.flatMap(wordsOf).concat(came.missed), folder: came.folder }
}

/** Ids come from the seed; a session that a run of ours has left must not get one of its own again. */
function seedFor(bytes: Buffer): number {
  return 1 + Number.parseInt(hashOf(bytes).slice(0, 7), 16)
}

/** Whether the agent has sent what was said last in a session: one that has begun a new session has proven nothing. */
function holdsIt(record: string, bytes: Buffer, format: SessionFormat): boolean {
  const entries = conversationOf(readSession(bytes, format).entries, format)
  const texts = entries.flatMap(({ role, pieces }) =>
    role === 'user' ? pieces.flatMap((one) => (one.type === 'text' ? [one.text] : [])) : [],
  )
  const last = texts.at(-1)?.slice(0, 100)
  return entriesOf(readRecord(record), 'provider-asked').some(
    ({ turns }) => last === undefined || turns.some((turn) => saysText(turn, last)),
  )
}

function wordsOf({ claim, findings }: RunJudgement['claims'][number]): string[] {
  return findings.map(({ says }) => `${claim}: ${says}`)
}
