/**
 * Loaded before a gateway with mutants in it. Without one that acts it prints `reached <id>` for each mutant whose place it comes to, at
 * once, since it may be killed at any instant. A mutant that acts without end is ended, as Stryker itself does it.
 */

/** More often no mutant acts in a run that comes to an end. */
const hitLimit = 200_000

const seen: Record<string, number> = {}
const reached = new Proxy(seen, {
  set(counts, id, count) {
    if (typeof id === 'string' && !(id in counts)) console.log(`reached ${id}`)
    return Reflect.set(counts, id, count)
  },
})
const isTried = process.env.__STRYKER_ACTIVE_MUTANT__ !== undefined
const coverage = { static: isTried ? seen : reached, perTest: {} }
Object.assign(globalThis, { __stryker__: { mutantCoverage: coverage, hitCount: 0, hitLimit } })
