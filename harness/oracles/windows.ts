/** Shorter words, such as "go on", may stand in any text. */
export const minLength = 10

/** A piece of a text, `minLength` long: where it begins, and a number that equal pieces share. */
export type Window = { readonly hash: number; readonly at: number }

const base = 31
/** what the letter that leaves a window has been multiplied by */
const leaving = Array.from({ length: minLength }).reduce<number>((power) => Math.imul(power, base), 1)

/** Every window of a text, from its beginning. Each is computed from the one before it, so that a long text costs its length. */
export function windowsOf(text: string): Window[] {
  const windows: Window[] = []
  let hash = 0
  for (let end = 0; end < text.length; end++) {
    hash = (Math.imul(hash, base) + text.charCodeAt(end)) | 0
    if (end >= minLength) hash = (hash - Math.imul(leaving, text.charCodeAt(end - minLength))) | 0
    if (end >= minLength - 1) windows.push({ hash, at: end - minLength + 1 })
  }
  return windows
}
