import type { Expectation } from './expectations.ts'
import { compareVersions, includes, isOrdered, parseRange, type Stretch, writeRange } from './versions.ts'

/** What one run has shown of one claim. `api` is left out for the gateway's first. */
export type Sight = Pick<Expectation, 'scenario' | 'claim' | 'api'> & {
  readonly version: string
  /** whether the claim failed; what the record does not tell is no sight */
  readonly seen: boolean
}

/**
 * The expectations as the runs have shown them, sorted. Issues, notes and reasons stay; what is new has none yet. A version that
 * did not run (those of `others` are looked at) is taken to be as both its neighbours that ran, or as it was listed.
 */
export function updateExpectations(
  old: readonly Expectation[],
  sights: readonly Sight[],
  others: readonly string[] = [],
): Expectation[] {
  const keys = new Map([...old, ...sights].map((about) => [keyOf(about), about]))
  return [...keys]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, { scenario, claim, api }]) => {
      const listed = old.filter((expectation) => keyOf(expectation) === key)
      const seen = new Map(sights.filter((sight) => keyOf(sight) === key).map((sight) => [sight.version, sight.seen]))
      const fresh = { scenario, claim, versions: '', ...(api === undefined ? {} : { api }), issue: null }
      return rewrite(listed.length > 0 ? inOrder(listed) : [fresh], seen, others)
    })
}

function keyOf({ scenario, claim, api = '' }: Pick<Expectation, 'scenario' | 'claim' | 'api'>): string {
  return [scenario, claim, api].join(' ')
}

function rewrite(listed: readonly Expectation[], seen: ReadonlyMap<string, boolean>, others: readonly string[]) {
  if (seen.size === 0) return listed
  const ends = listed.flatMap(({ versions }) => stretchesOf(versions).flatMap(({ from, to = from }) => [from, to]))
  const versions = [...new Set([...seen.keys(), ...others, ...ends])].sort(compareVersions)
  return listed.flatMap((expectation) => {
    const holds = (version: string) =>
      isSeen(version, versions, seen, expectation) ??
      (expectation.versions !== '' && includes(expectation.versions, version))
    const stretches = stretchesOver(versions, (version) => owner(listed, version) === expectation && holds(version))
    const last = versions.findLast(isOrdered)
    const isOpen = stretchesOf(expectation.versions).some(({ to }) => to === undefined) || seen.get(last ?? '') === true
    const range = writeRange(stretches.map(({ from, to }) => (isOpen && to === last ? { from } : { from, to })))
    return range === '' ? [] : [{ ...expectation, versions: range }]
  })
}

/** What the runs say of a version: its own, or the same of both neighbours that ran; nothing when they do not tell. */
function isSeen(
  version: string,
  versions: readonly string[],
  seen: ReadonlyMap<string, boolean>,
  { sometimes }: Expectation,
): boolean | undefined {
  const index = versions.indexOf(version)
  const before = seen.get(versions.slice(0, index + 1).findLast((other) => seen.has(other)) ?? '')
  const after = seen.get(versions.slice(index).find((other) => seen.has(other)) ?? '')
  const told = before === after ? before : undefined
  return told === false && sometimes !== undefined ? undefined : told
}

/** Of several entries about one claim, the one that has a version, or else the last that begins before it. */
function owner(listed: readonly Expectation[], version: string): Expectation | undefined {
  if (listed.length === 1) return listed[0]
  const begins = ({ versions }: Expectation) => stretchesOf(versions)[0]?.from ?? ''
  return (
    listed.find(({ versions }) => includes(versions, version)) ??
    listed.findLast((expectation) => compareVersions(begins(expectation), version) <= 0) ??
    listed[0]
  )
}

/** Versions that hold and follow one another are one stretch; what has no order stands alone. */
function stretchesOver(versions: readonly string[], holds: (version: string) => boolean): Stretch[] {
  const stretches: { from: string; to: string }[] = []
  for (const [index, version] of versions.entries()) {
    if (!holds(version)) continue
    const last = stretches.at(-1)
    if (last !== undefined && last.to === versions[index - 1] && isOrdered(version)) last.to = version
    else stretches.push({ from: version, to: version })
  }
  return stretches
}

function stretchesOf(range: string): Stretch[] {
  return range === '' ? [] : parseRange(range)
}

function inOrder(listed: readonly Expectation[]): Expectation[] {
  return listed.toSorted((a, b) =>
    compareVersions(stretchesOf(a.versions)[0]?.from ?? '', stretchesOf(b.versions)[0]?.from ?? ''),
  )
}
