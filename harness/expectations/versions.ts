import { HarnessError } from '../errors.ts'

/**
 * Calendar versions as OpenClaw numbers them: `2026.7.1` is followed by the corrections `2026.7.1-1` and `2026.7.1-2`, and preceded
 * by `2026.7.1-beta.4`. (semver takes all of them for prereleases.)
 */
const calendar = /^(\d+)\.(\d+)\.(\d+)(?:-(?:(\d+)|[a-z]+\.(\d+)))?$/

/** What a version is ordered by: year, month, number; whether it is a prerelease; the number after the dash. */
function partsOf(version: string): number[] {
  const [, year, month, number, correction, prerelease] = calendar.exec(version) ?? []
  return [year, month, number, prerelease === undefined ? 1 : 0, correction ?? prerelease ?? 0].map(Number)
}

/** Whether a version has an order; a planted bug's name or a path has none. */
export function isOrdered(version: string): boolean {
  return calendar.test(version)
}

/** Whether a version is a release: no beta, no placeholder such as `0.0.1`. What has not come to 1.0 yet has releases, too. */
export function isRelease(version: string): boolean {
  return calendar.test(version) && !/-[a-z]/.test(version) && !version.startsWith('0.0.')
}

/** Negative when `a` comes before `b`. What has no order comes after all that has, by its name. */
export function compareVersions(a: string, b: string): number {
  if (!isOrdered(a) || !isOrdered(b)) return Number(isOrdered(b)) - Number(isOrdered(a)) || (a < b ? -1 : Number(a > b))
  const others = partsOf(b)
  const differences = partsOf(a).map((part, index) => part - (others[index] ?? 0))
  return differences.find((difference) => difference !== 0) ?? 0
}

/** A stretch of versions with both its ends; without an end it goes on into the future. */
export type Stretch = { readonly from: string; readonly to?: string | undefined }

/**
 * A range: `2026.9.6`, `2026.1.29 - 2026.4.14`, `>=2026.9.2`, or several with ` || ` between them.
 * @throws HarnessError BAD_EXPECTATIONS naming the part that is none of them
 */
export function parseRange(range: string): Stretch[] {
  return range.split(' || ').map((part) => {
    const [, since] = /^>=(\S+)$/.exec(part) ?? []
    if (since !== undefined) return { from: since }
    const [from = '', to = from, ...rest] = part.split(' - ')
    if (rest.length > 0 || !/^[\w.-]+$/.test(from) || !/^[\w.-]+$/.test(to) || compareVersions(from, to) > 0)
      throw new HarnessError(
        'BAD_EXPECTATIONS',
        `"${part}" is no range of versions; write 2026.9.6, 2026.1.29 - 2026.4.14 or >=2026.9.2, several with " || " between them`,
      )
    return { from, to }
  })
}

/** A range as it is written. */
export function writeRange(stretches: readonly Stretch[]): string {
  return stretches
    .map(({ from, to }) => (to === undefined ? `>=${from}` : to === from ? from : `${from} - ${to}`))
    .join(' || ')
}

/** Whether a version lies in a range. */
export function includes(range: string, version: string): boolean {
  return parseRange(range).some(({ from, to }) => {
    if (from === version || to === version) return true
    if (!isOrdered(version) || !isOrdered(from)) return false
    return compareVersions(from, version) < 0 && (to === undefined || compareVersions(version, to) < 0)
  })
}
