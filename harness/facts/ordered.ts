type Numbered = { readonly n: number }

/** The index of the first item whose number is at least `n`, in a list that rises by number. */
function indexFrom(list: readonly Numbered[], n: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as Numbered).n < n) low = middle + 1
    else high = middle
  }
  return low
}

/** The last item before entry `n`. The list rises by number. */
export function lastBefore<T extends Numbered>(list: readonly T[], n: number): T | undefined {
  return list[indexFrom(list, n) - 1]
}

/** The first item after entry `n`. The list rises by number. */
export function firstAfter<T extends Numbered>(list: readonly T[], n: number): T | undefined {
  return list[indexFrom(list, n + 1)]
}

/** The items after entry `from` and before entry `to`. The list rises by number. */
export function between<T extends Numbered>(list: readonly T[], from: number, to: number): readonly T[] {
  return list.slice(indexFrom(list, from + 1), indexFrom(list, to))
}

/** Whether any item lies after entry `from` and before entry `to`. The list rises by number. */
export function anyBetween(list: readonly Numbered[], from: number, to: number): boolean {
  const next = firstAfter(list, from)
  return next !== undefined && next.n < to
}

/** Adds a value to the list that a map holds for a key. */
export function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
