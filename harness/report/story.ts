import type { Finding } from '../oracles/judgement.ts'
import type { Entry } from '../record/entry.ts'
import { short } from '../transcript/blocks.ts'
import { wordsOf } from './entry-words.ts'

/** One line of a finding's story: when, in milliseconds since the first step, and what happened. `tone` tells our faults and what is wrong from the rest. */
export type StoryLine = { readonly at: number; readonly text: string; readonly tone: 'plain' | 'fault' | 'bad' }

/** More lines are not read. */
const maxLines = 7

/**
 * A finding as a short story: the steps of the schedule up to the last entry that shows it, with the entries themselves. Of more than seven
 * lines the least telling are left out: first the plain steps in the middle, never a fault or what shows the finding.
 */
export function storyOf(record: readonly Entry[], finding: Finding): StoryLine[] {
  const cited = new Set(finding.entries)
  const last = Math.max(...finding.entries)
  const told = record.filter((entry) => entry.n <= last && (entry.kind === 'step-landed' || cited.has(entry.n)))
  const begin = told[0]?.at ?? 0
  const lines = told.map((entry) => ({ at: entry.at - begin, ...lineOf(entry, cited.has(entry.n)) }))
  return theMostTelling(lines.filter((line, index) => !isRepeated(line, [lines[index - 1], lines[index + 1]])))
}

/** A step that the entry before or after it tells with more words. */
function isRepeated({ text, tone }: StoryLine, beside: readonly (StoryLine | undefined)[]): boolean {
  return tone !== 'bad' && beside.some((other) => other?.tone === 'bad' && other.text.startsWith(`${text}:`))
}

function lineOf(entry: Entry, isCited: boolean): Omit<StoryLine, 'at'> {
  if (entry.kind === 'step-landed') return { text: entry.does, tone: entry.fault ? 'fault' : 'plain' }
  return { text: short(wordsOf(entry).text, 120), tone: isCited ? 'bad' : 'plain' }
}

function theMostTelling(lines: readonly StoryLine[]): StoryLine[] {
  const ranks = { bad: 0, fault: 1, plain: 2 } as const
  const order = lines.map((line, index) => ({ index, rank: index === 0 ? 0 : ranks[line.tone] }))
  const kept = order.toSorted((a, b) => a.rank - b.rank || a.index - b.index).slice(0, maxLines)
  const indices = new Set(kept.map(({ index }) => index))
  return lines.filter((_, index) => indices.has(index))
}
