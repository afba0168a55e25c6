/** Longer texts are cut: the page is for reading, the record has them whole. */
const maxText = 4_000

/** Plain data with its long texts cut, each saying how much is missing. Addresses of files that lie in the page are left as they are. */
export function shorten<T>(value: T): T {
  return shortened(value) as T
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return cut(value)
  if (Array.isArray(value)) return value.map(shortened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shortened(field)]))
}

function cut(text: string): string {
  if (text.length <= maxText || /^data:(?:image\/png|application\/json);base64,/.test(text)) return text
  return `${text.slice(0, maxText).toWellFormed()}… (${text.length - maxText} more characters in record.jsonl)`
}
