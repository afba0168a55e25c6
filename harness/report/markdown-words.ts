import { printable } from '../quote.ts'
import { fence, longestTicks } from './fence.ts'

/** Not seen, and not part of any name or address: behind a sign it keeps GitHub from making a link or calling somebody. */
const apart = '\u200b'

/** Where GitHub begins a mention, a reference to an issue or commit, or an address, whatever entities stand for it. */
const linked = /@|#|:(?=\/\/)|\b(?:GH|www|mailto|xmpp)(?=[-.:])|[0-9a-f]{6}(?=[0-9a-f])/gi

/** A stranger's words as text: nothing in them is Markdown, HTML, a link or somebody's name. */
export function text(words: string): string {
  return flat(words)
    .replace(linked, `$&${apart}`)
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** A stranger's words as code, in which GitHub links nothing and calls nobody. */
export function code(words: string): string {
  const line = flat(words)
  const ticks = '`'.repeat(longestTicks(line) + 1)
  return ticks.length === 1 ? `\`${line}\`` : `${ticks} ${line} ${ticks}`
}

/** Lines as they are, each on one line; none is no block. */
export function fenced(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [fence('text', lines.map(flat))]
}

function flat(words: string): string {
  return printable(words.replace(/\s+/g, ' '))
}
