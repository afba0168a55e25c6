/** What a word stands for, of what was listed and nothing that every object has: a stranger's word may be `constructor`. */
export function own<T>(values: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(values, word) ? values[word] : undefined
}
