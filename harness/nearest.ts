import leven from 'leven'

/** So many are offered; more are a list to search. */
const most = 3

/** The words of a list that are nearest to one that is none of them, the nearest first; a path is also known by its last part. */
export function nearest(word: string, list: readonly string[]): string[] {
  const name = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  const distance = (one: string) => Math.min(leven(word, one), leven(name(word), name(one)))
  return list
    .map((one) => ({ one, far: distance(one) }))
    .toSorted((a, b) => a.far - b.far || a.one.length - b.one.length)
    .slice(0, most)
    .map(({ one }) => one)
}
