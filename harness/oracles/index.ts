import { argumentsWhole } from './arguments-whole.ts'
import { authContained } from './auth-contained.ts'
import { clientsAnswered } from './clients-answered.ts'
import { conversationKept } from './conversation-kept.ts'
import type { Oracle } from './judgement.ts'
import { messagesAnswered } from './messages-answered.ts'
import { no400Loop } from './no-400-loop.ts'
import { pageTrue } from './page-true.ts'
import { processesGone } from './processes-gone.ts'
import { recoveryRepeats } from './recovery-repeats.ts'
import { repliesOnce } from './replies-once.ts'
import { repliesTrue } from './replies-true.ts'
import { requestsPaired } from './requests-paired.ts'
import { resultsKept } from './results-kept.ts'
import { sessionLive } from './session-live.ts'
import { sessionsApart } from './sessions-apart.ts'
import { settingsKept } from './settings-kept.ts'
import { startsInTime } from './starts-in-time.ts'
import { statementsHonest } from './statements-honest.ts'
import { stopStops } from './stop-stops.ts'
import { storeSound } from './store-sound.ts'
import { storedTranscriptPaired } from './stored-transcript-paired.ts'
import { toolRunsOnce } from './tool-runs-once.ts'
import { waitsKept } from './waits-kept.ts'

/** Every claim that must hold in every run. */
export const oracles: readonly Oracle[] = [
  requestsPaired,
  storedTranscriptPaired,
  no400Loop,
  conversationKept,
  resultsKept,
  toolRunsOnce,
  argumentsWhole,
  messagesAnswered,
  repliesTrue,
  repliesOnce,
  stopStops,
  pageTrue,
  sessionLive,
  sessionsApart,
  storeSound,
  processesGone,
  authContained,
  statementsHonest,
  waitsKept,
  settingsKept,
  recoveryRepeats,
  startsInTime,
  clientsAnswered,
]
