import type { Oracle } from './judgement.ts'
import { messagesAnswered } from './messages-answered.ts'
import { no400Loop } from './no-400-loop.ts'
import { processesGone } from './processes-gone.ts'
import { requestsPaired } from './requests-paired.ts'
import { resultsKept } from './results-kept.ts'
import { sessionLive } from './session-live.ts'
import { storedTranscriptPaired } from './stored-transcript-paired.ts'

/** Every claim that must hold in every run. */
export const oracles: readonly Oracle[] = [
  requestsPaired,
  storedTranscriptPaired,
  no400Loop,
  resultsKept,
  messagesAnswered,
  sessionLive,
  processesGone,
]
