/** A source of chance that is the same for the same seed. */
export type Random = {
  /** a whole number from 0 to before `below` */
  readonly below: (below: number) => number
  readonly one: <T>(from: readonly T[]) => T
  /** one of a list, each as likely as its weight */
  readonly weighted: <T>(from: readonly T[], weight: (one: T) => number) => T
  readonly chance: (share: number) => boolean
}

/** Chance from a seed (mulberry32: github.com/cprosche/mulberry32, public domain). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    below,
    one: <T>(from: readonly T[]) => from[below(from.length)] as T,
    weighted<T>(from: readonly T[], weight: (one: T) => number): T {
      let left = next() * from.reduce((sum, one) => sum + weight(one), 0)
      for (const one of from) {
        left -= weight(one)
        if (left < 0) return one
      }
      return from.at(-1) as T
    },
    chance: (share) => next() < share,
  }
}

/** A list in an order that the seed decides. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = randomOf(seed)
  const left = [...list]
  for (let n = left.length - 1; n > 0; n--) {
    const other = random.below(n + 1)
    ;[left[n], left[other]] = [left[other] as T, left[n] as T]
  }
  return left
}

/**
 * A list in an order that the seed decides, in which so many with the same key stand together: schedules with the same fault come to rest,
 * or do not, together.
 */
export function inChunks<T>(list: readonly T[], keyOf: (one: T) => string, size: number, seed: number): T[] {
  const groups = [...Map.groupBy(shuffled(list, seed), keyOf).values()]
  const chunks = groups.flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / size) }, (_, n) => group.slice(n * size, (n + 1) * size)),
  )
  return shuffled(chunks, seed).flat()
}

/** A list in an order that the seed decides, in which each key has its turn before any has a second one. */
export function inTurns<T>(list: readonly T[], keyOf: (one: T) => string, seed: number): T[] {
  const groups = [...Map.groupBy(shuffled(list, seed), keyOf).values()]
  const turns = Math.max(0, ...groups.map((group) => group.length))
  return Array.from({ length: turns }, (_, n) => groups.flatMap((group) => group.slice(n, n + 1))).flat()
}
