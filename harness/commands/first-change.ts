/** What one run on a version came to. `unknown` is a version that cannot be installed, or a run that does not tell. */
export type Probe = { readonly verdict: 'good' | 'bad' | 'unknown'; readonly why: string }

/** All runs of one version. Bad when any was: what fails once has the defect. Good when the others were. */
export type Tally = {
  readonly version: string
  readonly verdict: Probe['verdict']
  readonly bad: number
  readonly good: number
  /** those that told nothing, too */
  readonly runs: number
  readonly why: string
}

/** What was found: the first version that is not as the first of the list, and the last before it that was. */
export type Change = {
  readonly before: Tally
  readonly first: Tally
  /** versions between the two of which nothing is known */
  readonly unknown: readonly Tally[]
}

/** How to search. Versions are in order; the first and the last of them differ. */
export type Search = {
  readonly versions: readonly string[]
  readonly probe: (version: string) => Promise<Probe>
  /** runs of a version while all runs of each version were alike */
  readonly repeat: number
  /** runs of a version once one version was good and bad by turns */
  readonly repeatUnsteady: number
  /** told of each version when its runs are over */
  readonly tell?: (tally: Tally) => void
}

/**
 * Finds where the verdict changed by halving. A version that tells nothing is stepped around. When the verdict comes and goes, a
 * version counts as good only after `repeatUnsteady` runs, and the good neighbour of the change is run that often, too.
 * Returns a tally in place of a change when the first and the last version do not differ or do not tell.
 */
export async function findChange(search: Search): Promise<Change | readonly [Tally, Tally]> {
  const { versions } = search
  const tallies = new Map<number, Tally>()
  const weigh = async (index: number) => {
    const tally = await runVersion(search, versions[index] ?? '', [...tallies.values()].some(isUnsteady))
    tallies.set(index, tally)
    search.tell?.(tally)
    return tally
  }
  const first = await weigh(0)
  const last = await weigh(versions.length - 1)
  if (first.verdict === 'unknown' || last.verdict === 'unknown' || first.verdict === last.verdict) return [first, last]
  for (;;) {
    const [low, high] = neighbours(tallies, first.verdict)
    const next = nextBetween(low, high, tallies) ?? doubted([low, high], tallies, search)
    if (next === undefined) return changeBetween(low, high, tallies)
    await weigh(next)
    const ends = [tallies.get(0)?.verdict, tallies.get(versions.length - 1)?.verdict]
    if (ends[0] === ends[1]) return [tallies.get(0) ?? first, tallies.get(versions.length - 1) ?? last]
  }
}

/** A version that was good and bad by turns. */
function isUnsteady({ good, bad }: Tally): boolean {
  return good > 0 && bad > 0
}

async function runVersion(
  { probe, repeat, repeatUnsteady }: Search,
  version: string,
  unsteady: boolean,
): Promise<Tally> {
  const count = { good: 0, bad: 0, unknown: 0 }
  let [runs, why] = [0, '']
  const wanted = () => (unsteady || (count.good > 0 && count.bad > 0) ? Math.max(repeat, repeatUnsteady) : repeat)
  while (runs < wanted()) {
    const one = await probe(version)
    count[one.verdict]++
    runs++
    why = one.verdict === 'bad' || count.bad === 0 ? one.why : why
    if (one.verdict === 'unknown' && count.good + count.bad === 0) break
  }
  const verdict = count.bad > 0 ? 'bad' : count.good > 0 ? 'good' : 'unknown'
  return { version, verdict, bad: count.bad, good: count.good, runs, why }
}

/** The version nearest to the change on each side: the first that is not as the first of all, and the last before it that is. */
function neighbours(tallies: ReadonlyMap<number, Tally>, before: Probe['verdict']): [low: number, high: number] {
  const told = [...tallies].filter(([, { verdict }]) => verdict !== 'unknown').sort(([a], [b]) => a - b)
  const at = told.findIndex(([, { verdict }]) => verdict !== before)
  return [told[at - 1]?.[0] ?? 0, told[at]?.[0] ?? 0]
}

/** The untried version nearest to the middle. */
function nextBetween(low: number, high: number, tallies: ReadonlyMap<number, Tally>): number | undefined {
  const middle = (low + high) / 2
  const untried = Array.from({ length: high - low - 1 }, (_, n) => low + 1 + n).filter((index) => !tallies.has(index))
  return untried.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0]
}

/** The neighbour that is called good after too few runs, once the verdict was seen to come and go. */
function doubted(pair: readonly number[], tallies: ReadonlyMap<number, Tally>, search: Search): number | undefined {
  if (![...tallies.values()].some(isUnsteady)) return undefined
  return pair.find((index) => {
    const { verdict, runs } = tallies.get(index) as Tally
    return verdict === 'good' && runs < search.repeatUnsteady
  })
}

function changeBetween(low: number, high: number, tallies: ReadonlyMap<number, Tally>): Change {
  const between = [...tallies].filter(([index]) => index > low && index < high).sort(([a], [b]) => a - b)
  return {
    before: tallies.get(low) as Tally,
    first: tallies.get(high) as Tally,
    unknown: between.map(([, tally]) => tally),
  }
}
