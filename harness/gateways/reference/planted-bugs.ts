/** A named defect of the reference gateway that a claim must catch. */
export type PlantedBug = {
  /** what goes wrong, in one sentence */
  readonly says: string
  /** the claim that must catch it */
  readonly claim: string
  /** scenario files, by name, that show it */
  readonly scenarios: readonly string[]
}

/** Every planted bug by its name: `npm run chaos -- --gateway reference@<name>` runs a gateway that has it. */
export const plantedBugs = {
  'cut-line-is-kept': { says: 'x', claim: 'store-sound', scenarios: [] },
} as const satisfies Record<string, PlantedBug>

/** The name of a planted bug. */
export type PlantedName = keyof typeof plantedBugs
