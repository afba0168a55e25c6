import type { LibertyName } from '../../record/profile.ts'
import type { Parts } from './server/parts.ts'

/** A change of the reference gateway, with a name of its own: `reference@<name>` runs a gateway that has it. */
export type Change = {
  /** what the changed gateway does, in one sentence that begins with a verb */
  readonly does: string
  /**
   * Puts subclasses in the place of some of the gateway's parts. They call `acted` when what they change has made a difference: the log of
   * the gateway says so, once in its life.
   */
  readonly plant: (parts: Parts, acted: () => void) => void
}

/** A defect that a claim must catch. */
export type PlantedBug = Change & {
  /** the claim that must catch it */
  readonly claim: string
  /** the scenario that shows it, by the name of its file */
  readonly scenario: string
}

/** Another way to do right, which no claim may accuse. */
export type LawfulVariant = Change & {
  /** the liberties that it takes, none where it needs none, and how its own words are known where a liberty is one of words */
  readonly liberties: readonly { readonly name: LibertyName; readonly pattern?: string }[]
  /** a scenario in which it acts, by the name of its file */
  readonly scenario: string
}
