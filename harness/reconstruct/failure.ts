import type { Turn } from '../transcript/transcript.ts'

/** A failure that was seen live, as far as it is known: what a scenario is to show again. */
export type Failure = {
  /** the conversation that broke */
  readonly turns: readonly Turn[]
  /** what is wrong, in a sentence each */
  readonly says: readonly string[]
  /** the claims that a scenario is to show as failed; the first one it must */
  readonly claims: readonly [string, ...string[]]
  /** the agent and its version, where the record or the store names them */
  readonly agent?: string
  /** the API that it was asked through */
  readonly api?: string
}
