import leven from 'leven'

/** So many are offered; more are a list to search. */
const most = 3

/** The words of a list that are nearest to one that is none of them, the nearest first; a path is also known by its last part, and by a word of that. */
export function nearest(word: string, list: readonly string[]): string[] {
  const name = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:ts|json)$/, '')
  const words = (one: string) => [name(one), ...name(one).split('-')]
  const distance = (one: string) => Math.min(leven(word, one), ...words(one).map((part) => leven(name(word), part)))
  return list
    .map((one) => ({ one, far: distance(one) }))
    .toSorted((a, b) => a.far - b.far || a.one.length - b.one.length)
    .slice(0, most)
    .map(({ one }) => one)
}
