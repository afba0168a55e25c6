import { randomBytes } from 'node:crypto'

/** The part of an id that rises: 48 bits of the time in milliseconds, times 4096, plus a counter. */
const timeBits = 48n

let last = 0n

/**
 * An id for a message, which names the run that it starts: answers carry it as their `parentID`. opencode's own pages make it
 * so when they send (`Identifier.ascending`); it sorts behind all that were made before it.
 */
export function newMessageId(now = Date.now()): string {
  const time = BigInt(now) * 0x1000n
  last = time > last ? time : last + 1n
  const hex = BigInt.asUintN(Number(timeBits), last).toString(16).padStart(12, '0')
  return `msg_${hex}${randomBytes(7).toString('hex')}`
}
