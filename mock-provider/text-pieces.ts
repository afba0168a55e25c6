/** A piece of a text, and the instant after it, where it has a name. */
export type TextPiece = { readonly text: string; readonly mark?: string }

/** The instants inside a text: after half of its pieces, and after the last. A name in brackets is no tool's. */
export const textMark = (instant: 'middle' | 'end') => `(text) ${instant}`

const mostWords = 3

/**
 * A text in pieces, as models stream it: some words at a time, the same for the same seed. A text of two letters or more comes in two
 * pieces at least, so that it can break off in its middle.
 */
export function textPieces(text: string, seed: string): TextPiece[] {
  const random = generator(seed)
  const words = text.match(/\s*\S+(\s+$)?|\s+$/g) ?? []
  const pieces: string[] = []
  while (words.length > 0) pieces.push(words.splice(0, 1 + (random() % mostWords)).join(''))
  const all = pieces.length === 1 ? halves(text) : pieces
  const middle = Math.ceil(all.length / 2) - 1
  return all.map((piece, n) => {
    if (n === all.length - 1) return { text: piece, mark: textMark('end') }
    return n === middle ? { text: piece, mark: textMark('middle') } : { text: piece }
  })
}

function halves(text: string): string[] {
  const letters = Array.from(text)
  const half = Math.ceil(letters.length / 2)
  return [letters.slice(0, half).join(''), letters.slice(half).join('')].filter((piece) => piece !== '')
}

/** Whole numbers that depend on the seed alone: a multiplicative generator on its hash. */
function generator(seed: string): () => number {
  let state = 1
  for (const letter of seed) state = (Math.imul(state, 31) + letter.charCodeAt(0)) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 16
  }
}
