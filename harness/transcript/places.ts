import type { Turn } from './transcript.ts'

/** Where a text stands in a conversation: which of the texts, in which turn and which block of it, and how far into the block. */
export type Place = { readonly text: number; readonly turn: number; readonly block: number; readonly at: number }

/**
 * Which of some texts a person has said last in a conversation, and where it was said first: a text that comes again later is quoted, as by
 * a reminder. A text may be folded into another text of the user's side, or into the result of a tool.
 */
export function placeOfLast(texts: readonly string[], turns: readonly Turn[]): Place | undefined {
  const places = texts.flatMap((words, text) => {
    const place = words === '' ? undefined : firstPlaceOf(words, text, turns)
    return place === undefined ? [] : [place]
  })
  return places.reduce<Place | undefined>((last, place) => (last && isBefore(place, last) ? last : place), undefined)
}

/** A gateway may have composed the letters of a message that are written in parts, or have made one space of several. */
function firstPlaceOf(words: string, text: number, turns: readonly Turn[]): Place | undefined {
  const composed = words.normalize('NFC')
  const spellings = [words, composed, composed.replace(/ {2,}/g, ' ')]
  for (const [turn, { role, blocks }] of turns.entries()) {
    if (role !== 'user') continue
    for (const [block, said] of blocks.entries()) {
      if (!('text' in said)) continue
      const at = spellings.map((one) => said.text.indexOf(one)).find((place) => place >= 0)
      if (at !== undefined) return { text, turn, block, at }
    }
  }
  return undefined
}

/** Whether a place comes before another. */
export function isBefore(a: Omit<Place, 'text'>, b: Omit<Place, 'text'>): boolean {
  return a.turn - b.turn < 0 || (a.turn === b.turn && (a.block - b.block < 0 || (a.block === b.block && a.at < b.at)))
}
