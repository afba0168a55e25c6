import { type CellState, countStates, type Difference, type MapFinding, type SafeMap } from './map.ts'

/** What of a cell is seen at a glance. */
export const signs: Readonly<Record<CellState['is'], string>> = {
  green: '✓',
  red: '✗',
  not: '·',
  same: '=',
  unknown: '?',
  untried: ' ',
}

/** What the signs mean, in one line. */
export const legend =
  '✓ every claim held · ✗ a finding, by its number below · the dot: not applicable · = the gateway cannot tell it from another cell · ? unknown · empty: not tried'

/** The sign of a cell, with the number of its finding. */
export function signOf(state: CellState): string {
  return state.is === 'red' ? `${signs.red}${state.finding}` : signs[state.is]
}

/** What is known of a cell, in a sentence. */
export function wordsOf(state: CellState): string {
  switch (state.is) {
    case 'green':
      return `every claim held, ${state.runs} of ${state.runs}`
    case 'red':
      return `finding ${state.finding}, ${state.failed} of ${state.runs}`
    case 'not':
      return `not applicable: ${state.why}`
    case 'same':
      return `the gateway cannot tell it from ${state.fault} at ${state.instant}`
    case 'unknown':
      return `unknown: ${state.why}`
    case 'untried':
      return 'not tried'
  }
}

/** What the map comes to, in a line. */
export function summaryOf(map: SafeMap): string {
  const { green, red, not, same, unknown, untried } = countStates(map)
  const drawn = map.drawn.schedules === 0 ? '' : `; ${map.drawn.schedules} schedules drawn by chance`
  return `${green} cells green, ${red} red, ${unknown} unknown, ${untried} not tried, ${same} the same as another, ${not} not applicable; ${map.findings.length} findings${drawn}; ${map.verdicts} verdicts in ${minutes(map.ms)}`
}

/** A finding, in lines. */
export function findingLines(finding: MapFinding): string[] {
  const { number, claim, says, failed, runs, seen, steps, repro, trackRecord } = finding
  return [
    `${signs.red}${number} ${claim}: ${says}`,
    `seen first: ${seen}; alone on a fresh gateway ${failed} of ${runs}`,
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    ...(repro === undefined ? [] : [`repro: ${repro}`]),
    ...(trackRecord === undefined ? [] : [`in the track record: ${trackRecord}`]),
  ]
}

/** What differs between two maps, in lines. */
export function differenceLines({ broken, mended }: { broken: Difference[]; mended: Difference[] }): string[] {
  const line = ({ instant, fault, after }: Difference) => `  ${fault} at ${instant}: ${wordsOf(after)}`
  return [
    `${broken.length} cells broke`,
    ...broken.map(line),
    `${mended.length} cells were mended`,
    ...mended.map(line),
  ]
}

/** What was put where by chance, and how often. */
export function coverageLines({ drawn }: SafeMap): string[] {
  const pairs = Object.entries(drawn.pairs)
  if (drawn.schedules === 0) return []
  const rarest = pairs.slice(0, 5).map(([pair, times]) => `${pair} (${times})`)
  return [
    `${drawn.schedules} schedules drawn by chance, ${drawn.passed} passed; ${pairs.length} pairs of a state and a fault; rarest: ${rarest.join(', ')}`,
  ]
}

function minutes(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${(ms / 60_000).toFixed(1)} min`
}
