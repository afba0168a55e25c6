import { compareVersions } from '../../expectations/versions.ts'

/** What a matrix should run, of all releases: the first and the last of each month; the newest is the last one's. */
export function matrixOf(all: readonly string[]): string[] {
  const months = Map.groupBy(all.toSorted(compareVersions), (version) => version.split('.').slice(0, 2).join('.'))
  return [...months.values()].flatMap((month) =>
    [...new Set([month[0], month.at(-1)])].filter((end) => end !== undefined),
  )
}
