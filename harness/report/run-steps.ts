import type { Entry } from '../record/entry.ts'
import { phaseWords } from './entry-words.ts'

/** A step of the schedule, or a phase of what follows it, which has no number, and what was seen in it. */
export type RunStep = {
  /** from 1 */
  readonly number: number | null
  readonly does: string
  readonly outcome: 'landed' | 'fault' | 'missed' | 'after'
  /** why it did not happen */
  readonly why: string
  /** milliseconds since the run began */
  readonly at: number
  /** the numbers of the entries from the one before it up to its own */
  readonly entries: readonly number[]
}

/** The steps of a run in the order in which they ended, and the phases of its aftermath. */
export function stepsOf(record: readonly Entry[]): RunStep[] {
  const end = record.find(({ kind }) => kind === 'run-ended')?.n ?? Number.POSITIVE_INFINITY
  const steps: RunStep[] = []
  let open: number[] = []
  for (const entry of record.filter(({ n }) => n < end)) {
    if (entry.kind === 'aftermath-began') {
      open = [entry.n]
      steps.push({
        number: null,
        does: phaseWords[entry.phase],
        outcome: 'after',
        why: '',
        at: entry.at,
        entries: open,
      })
      continue
    }
    open.push(entry.n)
    if (entry.kind !== 'step-landed' && entry.kind !== 'step-missed') continue
    const landed = entry.fault ? 'fault' : 'landed'
    const [outcome, why] = entry.kind === 'step-missed' ? (['missed', entry.why] as const) : ([landed, ''] as const)
    steps.push({ number: entry.step + 1, does: entry.does, outcome, why, at: entry.at, entries: open })
    open = []
  }
  return steps
}
