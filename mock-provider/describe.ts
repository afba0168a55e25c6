import { findBreaks } from '../harness/transcript/pairing.ts'
import type { Block, Turn } from '../harness/transcript/transcript.ts'

const faults = {
  'call-without-result': 'no result in the next turn',
  'result-without-call': 'no such call in the turn before',
  'result-repeated': 'a second result for one call',
  'call-repeated': 'a second call with one id',
} as const

/** A conversation a line per block, with the broken pairs pointed out. */
export function describeConversation(turns: readonly Turn[]): string[] {
  const wrong = new Map(
    findBreaks(turns).flatMap(({ rule, ids }) => ids.map((id) => [`${typeOf(rule)} ${id}`, faults[rule]])),
  )
  return turns.flatMap(({ at, role, blocks }) =>
    blocks.map((block) => {
      const fault = 'id' in block ? wrong.get(`${block.type} ${block.id}`) : undefined
      return `${at.padEnd(14)} ${role.padEnd(9)} ${describeBlock(block)}${fault === undefined ? '' : `   <-- ${fault}`}`
    }),
  )
}

function typeOf(rule: keyof typeof faults): 'call' | 'result' {
  return rule.startsWith('call') ? 'call' : 'result'
}

function describeBlock(block: Block): string {
  if (block.type === 'text') return `text   ${short(block.text)}`
  if (block.type === 'call') return `call   ${block.id} ${block.name}(${short(JSON.stringify(block.input ?? null))})`
  return block.type === 'result' ? `result ${block.id} ${short(block.text)}` : block.name
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
