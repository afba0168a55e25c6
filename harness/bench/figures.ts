/** One injection, in microseconds of the record: the instant it was meant for, its first effect, and when its window closed. */
export type Shot = {
  readonly instant: number
  readonly effect: number
  /** when what comes after the instant happened; `Infinity` when the fault came first */
  readonly until: number
}

/** What many shots come to: how far off they were, in milliseconds, and how many were inside their window, before it and after it. */
export type Figures = {
  readonly shots: number
  readonly medianMs: number
  readonly p99Ms: number
  readonly early: number
  readonly hits: number
  readonly late: number
}

/** The value that at least `percent` % of the values do not exceed (nearest rank). @throws RangeError when there are none */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.max(Math.ceil((percent / 100) * sorted.length), 1) - 1]
  if (found === undefined) throw new RangeError('there is no percentile of no values')
  return found
}

/** Sums shots up. A shot at the very instant is a hit, one at the very end of the window is late. */
export function figuresOf(shots: readonly Shot[]): Figures {
  const off = shots.map(({ instant, effect }) => Math.abs(effect - instant) / 1000)
  const early = shots.filter(({ instant, effect }) => effect < instant).length
  const late = shots.filter(({ effect, until }) => effect >= until).length
  return {
    shots: shots.length,
    medianMs: percentile(off, 50),
    p99Ms: percentile(off, 99),
    early,
    hits: shots.length - early - late,
    late,
  }
}
