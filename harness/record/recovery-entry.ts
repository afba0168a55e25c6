import type { Turn } from '../transcript/transcript.ts'

/** A conversation of a session, as it stands after a recovery. */
export type RecoveredTurns = { readonly session: string; readonly turns: readonly Turn[] }

/**
 * what a recovery has come to, once every session was at rest after a clean turn: what is stored, and what the model was sent for that
 * turn; `missed` says what did not come about. The first is that of the run, the second one starts from the copy.
 */
export type RecoveryEntry = {
  kind: 'recovered'
  nth: 1 | 2
  missed: string
  stored: readonly RecoveredTurns[]
  asked: readonly RecoveredTurns[]
}
