/** What is wrong, told so that the same thing at another instant is told alike: a claim, and its first finding without names and numbers. */
export type Cause = { readonly claim: string; readonly says: string; readonly key: string }

/** A cause that was not confirmed yet, and whether it was seen alone, on a fresh gateway. */
export type Failed = { readonly cause: Cause; readonly alone: boolean }

/** What is known of an instant with a fault. */
export type CellState =
  /** every claim held, in so many runs */
  | { readonly is: 'green'; readonly runs: number }
  /** a finding, by its number, in so many of the runs */
  | { readonly is: 'red'; readonly finding: number; readonly failed: number; readonly runs: number }
  /** there is no such schedule, or its fault cannot land */
  | { readonly is: 'not'; readonly why: string }
  /** a gateway could not tell it from another cell, which was tried */
  | { readonly is: 'same'; readonly instant: string; readonly fault: string }
  /** it was tried, and no claim could be settled, or one failed beside other schedules and was not tried alone yet */
  | { readonly is: 'unknown'; readonly why: string; readonly failed?: Failed | undefined }
  | { readonly is: 'untried' }

/** One cell of the map. */
export type MapCell = { readonly instant: string; readonly fault: string; readonly state: CellState }

/** A cause: what failed first, how often it came alone on a fresh gateway, and the smallest schedule that was found for it. */
export type MapFinding = {
  readonly number: number
  readonly claim: string
  readonly says: string
  /** what findings of the same cause have in common */
  readonly key: string
  readonly failed: number
  readonly runs: number
  /** where it was seen first: an instant and a fault, or a schedule that was drawn */
  readonly seen: string
  readonly steps: readonly string[]
  /** the files of the smallest schedule, by their paths from the map; nothing while there are none */
  readonly scenario?: string
  readonly repro?: string
  /** its number in the track record, which somebody adds who has read it by hand */
  readonly trackRecord?: string
  /** how it was made smaller, step by step */
  readonly search: readonly string[]
}

/** The safe map of one gateway: instants × faults, what was found, and what was reached by chance. */
export type SafeMap = {
  readonly gateway: string
  readonly api: string
  readonly seed: number
  readonly title: string
  readonly instants: readonly string[]
  readonly faults: readonly string[]
  readonly cells: readonly MapCell[]
  readonly findings: readonly MapFinding[]
  /** what failed side by side with others and not alone, which counts for nothing */
  readonly unconfirmed: readonly { readonly key: string; readonly seen: string }[]
  readonly drawn: {
    readonly schedules: number
    readonly passed: number
    readonly pairs: Readonly<Record<string, number>>
  }
  /** milliseconds of all times that it was worked on */
  readonly ms: number
  readonly verdicts: number
}

/** The state of a cell, of the one it is the same as where it is the same as another. */
export function stateOf(map: SafeMap, instant: string, fault: string): CellState {
  const state = map.cells.find((cell) => cell.instant === instant && cell.fault === fault)?.state ?? { is: 'untried' }
  return state.is === 'same' ? stateOf(map, state.instant, state.fault) : state
}

/** How many cells are in each state. */
export function countStates(map: SafeMap): Record<CellState['is'], number> {
  const counts = { green: 0, red: 0, not: 0, same: 0, unknown: 0, untried: 0 }
  for (const { state } of map.cells) counts[state.is]++
  return counts
}

/** A cell whose state differs between two maps. */
export type Difference = {
  readonly instant: string
  readonly fault: string
  readonly before: CellState
  readonly after: CellState
}

/** What came to be red, or is red no more, in a second map; a cell that only one of them has tried tells nothing. */
export function compareMaps(before: SafeMap, after: SafeMap): { broken: Difference[]; mended: Difference[] } {
  const differences = after.cells.map(({ instant, fault }) => ({
    ...{ instant, fault },
    before: stateOf(before, instant, fault),
    after: stateOf(after, instant, fault),
  }))
  return {
    broken: differences.filter((one) => one.before.is === 'green' && one.after.is === 'red'),
    mended: differences.filter((one) => one.before.is === 'red' && one.after.is === 'green'),
  }
}
