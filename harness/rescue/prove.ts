import type { Driver, Installed } from '../driver.ts'
import { run } from '../engine/run.ts'
import { HarnessError } from '../errors.ts'
import type { RunJudgement } from '../oracles/judge.ts'
import { parseScenario } from '../scenario/schema.ts'
import type { StoredSession } from '../store/store.ts'

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
    ...{ scenario, driver, installed, api, runs, progress, seed: 1, aftermath: 'restart' },
    prepare: (folder) => plant(folder, bytes),
  })
  const judged = came.claims.filter(({ claim }) => claims.includes(claim))
  const isProven = came.missed.length === 0 && judged.every(({ verdict }) => verdict === 'pass')
  return { api, goesOn: isProven, says: judged.flatMap(wordsOf).concat(came.missed), folder: came.folder }
}

function wordsOf({ claim, findings }: RunJudgement['claims'][number]): string[] {
  return findings.map(({ says }) => `${claim}: ${says}`)
}
