/** Shorter words, such as "go on", may stand in any text. */
export const minLength = 10

const base = 31
/** what the letter that leaves a window has been multiplied by */
const leaving = Array.from({ length: minLength }).reduce<number>((power) => Math.imul(power, base), 1)

/**
 * Visits every piece of a text that is `minLength` long, from its beginning: a number that equal pieces share, and where the piece begins.
 * Each number is computed from the one before it, so that a long text costs its length.
 */
export function visitWindows(text: string, visit: (hash: number, at: number) => void): void {
  let hash = 0
  for (let end = 0; end < text.length; end++) {
    hash = (Math.imul(hash, base) + text.charCodeAt(end)) | 0
    if (end >= minLength) hash = (hash - Math.imul(leaving, text.charCodeAt(end - minLength))) | 0
    if (end >= minLength - 1) visit(hash, end - minLength + 1)
  }
}
