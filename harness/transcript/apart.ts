import { short } from './blocks.ts'

/** How much is shown of a text before the first difference, and from it on. */
const [before, after] = [30, 100]

/**
 * What is told of two texts that are not the same, each cut to what fits on a line: from a little before the first difference where it
 * would not be seen otherwise, and with spaces and accents spelled out where these are the difference. The second text may have words of a
 * gateway's own around it.
 */
export function apart(one: string, other: string): readonly [string, string] {
  const start = Math.max(0, other.indexOf(one.slice(0, 8)))
  let same = 0
  while (same < one.length && one[same] === other[start + same]) same++
  const looksSame = bare(one.slice(same)) === bare(other.slice(start + same))
  if (!looksSame && same < before) return [short(one), short(other)]
  const show = looksSame ? spelled : short
  const cut = (text: string, at: number) =>
    `${at > before ? '…' : ''}${show(text.slice(Math.max(0, at - before), at + after).toWellFormed())}`
  return [cut(one, same), cut(other, start + same)]
}

/** The beginning of a text as the eye has it. */
function bare(text: string): string {
  return text.slice(0, 40).normalize('NFC').replace(/\s/g, '').slice(0, 8)
}

function spelled(text: string): string {
  return text
    .replaceAll(' ', '␣')
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replace(/\p{M}/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`)
}
