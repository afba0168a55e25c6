import type { Entry, EntryKind, EntryOf } from '../record/entry.ts'
import { type Tone, wordsOf } from './entry-words.ts'

/** What has a place in the picture: an entry, or the lines of the log that came with nothing between them. */
export type Item = {
  readonly entries: readonly Entry[]
  readonly lane: string
  readonly label: string
  readonly tone: Tone
  /** pixels from the left */
  readonly x: number
  /** pixels that its lane keeps free for it */
  readonly width: number
}

/** The lane of the numbers of steps. */
export const stepsLane = 'steps'

type Unplaced = Omit<Item, 'x'>

/** Pixels: of a mark, of a letter of its label, of the longest label, and of a step's number. */
const sizes = { left: 20, mark: 34, letter: 7, label: 190, number: 34, step: 4, stretch: 9 }

/** Milliseconds that take as many pixels as all that is shorter. */
const shortMs = 20

/** What is read in the list of entries, and would only fill the picture. */
const undrawn: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'run-started',
  'client-acknowledged',
  'gateway-refused',
  'history-seen',
  'line-answered',
  'network-blocked',
  'provider-wrote',
  'run-ended',
  'sessions-seen',
  'settled',
  'tool-ordered',
  'tool-reported',
  'tools-alive',
])

/** Gives every entry that is drawn its place. Time runs to the right, stretched where much happens: the order is kept, the distance is not. */
export function layOut(entries: readonly Entry[], relabel: (entry: Entry) => string | undefined): Item[] {
  const items: Item[] = []
  const free = new Map<string, number>()
  for (const next of itemsOf(entries, relabel)) {
    const last = items.at(-1)
    const after = last === undefined ? sizes.left : last.x + stretched(timeOf(next) - timeOf(last))
    const x = Math.round(Math.max(after, free.get(next.lane) ?? 0))
    free.set(next.lane, x + next.width)
    items.push({ ...next, x })
  }
  return items
}

/** Pixels between two entries: more for more time, and never more than a screen is wide. */
function stretched(ms: number): number {
  return sizes.step + sizes.stretch * Math.log2(1 + Math.max(0, ms) / shortMs)
}

function timeOf({ entries: [first] }: Unplaced): number {
  return first?.at ?? 0
}

function itemsOf(entries: readonly Entry[], relabel: (entry: Entry) => string | undefined): Unplaced[] {
  const items: Unplaced[] = []
  for (const entry of entries) {
    const { lane, label, tone } = wordsOf(entry)
    if (entry.kind === 'step-landed' || entry.kind === 'step-missed') items.push(stepItem(entry, tone))
    if (undrawn.has(entry.kind) || lane === 'schedule') continue
    const last = items.at(-1)
    if (lane === 'log' && last?.lane === 'log') items[items.length - 1] = logItem([...last.entries, entry])
    else items.push(lane === 'log' ? logItem([entry]) : itemOf(entry, lane, relabel(entry) ?? label, tone))
  }
  return items
}

function itemOf(entry: Entry, lane: string, label: string, tone: Tone): Unplaced {
  return { entries: [entry], lane, label, tone, width: Math.min(sizes.label, sizes.mark + label.length * sizes.letter) }
}

/** The number of a step, in a lane above all others: it ties the picture to the list of steps. */
function stepItem(entry: EntryOf<'step-landed' | 'step-missed'>, tone: Tone): Unplaced {
  return { entries: [entry], lane: stepsLane, label: String(entry.step + 1), tone, width: sizes.number }
}

function logItem(entries: readonly Entry[]): Unplaced {
  return { entries, lane: 'log', label: String(entries.length), tone: 'plain', width: sizes.mark + 10 }
}
