import { argumentsWhole } from './arguments-whole.ts'
import { authContained } from './auth-contained.ts'
import type { Oracle } from './judgement.ts'
import { messagesAnswered } from './messages-answered.ts'
import { no400Loop } from './no-400-loop.ts'
import { pageTrue } from './page-true.ts'
import { processesGone } from './processes-gone.ts'
import { repliesOnce } from './replies-once.ts'
import { requestsPaired } from './requests-paired.ts'
import { resultsKept } from './results-kept.ts'
import { sessionLive } from './session-live.ts'
import { sessionsApart } from './sessions-apart.ts'
import { statementsHonest } from './statements-honest.ts'
import { storeSound } from './store-sound.ts'
import { storedTranscriptPaired } from './stored-transcript-paired.ts'
import { toolRunsOnce } from './tool-runs-once.ts'

/** Every claim that must hold in every run. */
export const oracles: readonly Oracle[] = [
  requestsPaired,
  storedTranscriptPaired,
  no400Loop,
  resultsKept,
  toolRunsOnce,
  argumentsWhole,
  messagesAnswered,
  repliesOnce,
  pageTrue,
  sessionLive,
  sessionsApart,
  storeSound,
  processesGone,
  authContained,
  statementsHonest,
]
