import { createHmac, randomBytes } from 'node:crypto'
import type { Block, Turn } from '../transcript/transcript.ts'

/** What is kept of texts: all, or their shapes. */
export type Keeper = {
  readonly text: (text: string) => string
  readonly input: (input: unknown) => unknown
}

/** Keeps texts as they are. */
export const wholeTexts: Keeper = { text: (text) => text, input: (input) => input }

/**
 * Keeps of each text how long it is, and a hash by which the same text is known again. The hash has a key that nobody keeps, so that a
 * short text cannot be guessed from it, and the same text looks different in another record.
 */
export function shapesOfTexts(): Keeper {
  const key = randomBytes(32)
  const hash = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 12)
  const text = (text: string) => {
    if (text === '') return ''
    const lines = text.split('\n').length
    return `<text ${hash(text)}: ${text.length} characters${lines > 1 ? `, ${lines} lines` : ''}>`
  }
  return { text, input: (input) => text(canonical(input)) }
}

/** The length and the lines of the text that a shape stands for; nothing for what is no shape. */
export function readShape(shape: string): { readonly characters: number; readonly lines: number } | undefined {
  const [, characters, lines = '1'] = /^<text [0-9a-f]{12}: (\d+) characters(?:, (\d+) lines)?>$/.exec(shape) ?? []
  return characters === undefined ? undefined : { characters: Number(characters), lines: Number(lines) }
}

/** A conversation with what is kept of its texts; ids, names and order stay. */
export function kept(turns: readonly Turn[], keeper: Keeper): Turn[] {
  return turns.map((turn) => {
    const blocks = turn.role === 'assistant' ? joined(turn.blocks) : turn.blocks
    return { ...turn, blocks: blocks.map((block) => keptBlock(block, keeper)) }
  })
}

/** A client may send a text back in the pieces in which it came; the hashes of pieces say nothing of the whole. */
function joined(blocks: readonly Block[]): Block[] {
  const all: Block[] = []
  for (const block of blocks) {
    const last = all.at(-1)
    if (block.type === 'text' && last?.type === 'text') all[all.length - 1] = { ...last, text: last.text + block.text }
    else all.push(block)
  }
  return all
}

function keptBlock(block: Block, { text, input }: Keeper): Block {
  if (block.type === 'call') return { ...block, input: input(block.input) }
  return block.type === 'other' ? block : { ...block, text: text(block.text) }
}

/** JSON with the names of fields in order: clients write them back in any. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ''
  )
}
