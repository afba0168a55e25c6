import type { Seen } from './evidence.ts'
import { nameOf } from './items.ts'

/** A deviation in a few words, for tests: its kind, and what it is about. */
export function inShort({ deviation }: Seen): string {
  if (deviation.kind !== 'stranger') return `${deviation.kind}: ${nameOf(deviation.item)}`
  const { block } = deviation.found
  return `stranger: ${block.type === 'call' ? block.id : block.type === 'other' ? block.name : block.text}`
}
