/** How a gated tool can be told to end. */
export type Order = 'finish' | 'fail' | 'die' | 'flood' | 'garble'

/**
 * How a gated tool can be told to resist its end: it ignores SIGTERM, it writes its text when it gets SIGTERM and ends only then,
 * or it has started a child that ignores SIGTERM.
 */
export type Resistance = 'ignores' | 'writes' | 'child'

/** What a tool is told: to end, to prepare to resist its end, or that its end is noted. */
export type Ordered = {
  readonly order: Order
  readonly resist?: Resistance
  readonly text: string
  readonly noted?: true
}

/** How much a tool that floods writes, in bytes: more than any pipe or gateway keeps. */
const floodBytes = 8_000_000

/** Not UTF-8: bytes that never occur in it, a character that breaks off, and one that is longer than it may be. */
const garbage = Buffer.from([0xff, 0xfe, 0xe2, 0x82, 0x20, 0xc0, 0xaf, 0x20])

/** What a tool writes. A flood has the text in each line, since a gateway may rightly keep any part of it. */
export function outputOf(order: Order, text: string): Buffer {
  const line = `${text}\n`
  if (order === 'garble') return Buffer.concat([garbage, Buffer.from(line)])
  return Buffer.from(order === 'flood' ? line.repeat(Math.ceil(floodBytes / line.length)) : line)
}
