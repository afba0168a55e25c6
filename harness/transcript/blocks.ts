import type { Block, Turn } from './transcript.ts'

/** The letters and digits of a call's id: gateways may drop the rest for a provider (OpenClaw drops `_` and `-`). */
export function bare(id: string): string {
  return /^[a-zA-Z0-9]*$/.test(id) ? id : id.replace(/[^a-zA-Z0-9]/g, '')
}

/** Whether two ids name the same call. */
export function sameCall(a: string, b: string): boolean {
  return a === b || bare(a) === bare(b)
}

/** The results of a conversation that belong to a call. */
export function resultsOf(turns: readonly Turn[], call: string): Extract<Block, { type: 'result' }>[] {
  return turns.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'result' && sameCall(block.id, call) ? [block] : [])),
  )
}

/** Every result in a conversation. */
export function resultsIn(turns: readonly Turn[]): Extract<Block, { type: 'result' }>[] {
  return turns.flatMap(({ blocks }) => blocks.filter((block) => block.type === 'result'))
}

/** Whether a conversation holds a call. */
export function holdsCall(turns: readonly Turn[], call: string): boolean {
  return turns.some(({ blocks }) => blocks.some((block) => block.type === 'call' && sameCall(block.id, call)))
}

/** Whether a turn of the person's side says a text, also where a gateway has folded it into the result of a tool. */
export function saysText({ role, blocks }: Turn, text: string): boolean {
  return (
    role === 'user' &&
    blocks.some((block) => (block.type === 'text' || block.type === 'result') && block.text.includes(text))
  )
}

/** A text cut to what fits on a line. */
export function short(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
