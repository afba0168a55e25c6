import type { Entry } from './log.ts'
import { planted } from './planted.ts'

/** The history that a planted bug makes the model see; a correct gateway shows it the one that is stored. */
export function asShown(entries: readonly Entry[]): readonly Entry[] {
  const stopped = new Set(entries.flatMap((entry) => (isStop(entry) ? [entry.run] : [])))
  const failed = new Set(entries.flatMap((entry) => (isFailure(entry) ? [entry.run] : [])))
  if (planted('stop-hides-results')) return entries.map((entry) => without(entry, stopped))
  if (planted('failure-takes-batch')) return entries.map((entry) => without(entry, failed))
  if (planted('stop-drops-batch')) return entries.filter(({ type, run }) => type === 'user' || !stopped.has(run))
  if (planted('result-sent-twice'))
    return entries.flatMap((entry) => Array<Entry>(entry.type === 'result' ? 2 : 1).fill(entry))
  if (planted('compaction-drops-result')) return entries.map((entry) => without(entry, summarized(entries)))
  if (planted('results-swapped')) return swapped(entries)
  if (planted('result-cut-short')) return entries.map(short)
  return entries
}

function isStop(entry: Entry): boolean {
  return entry.type === 'ended' && entry.how === 'stopped'
}

/** The runs that were there when the history was summarized. */
function summarized(entries: readonly Entry[]): ReadonlySet<string> {
  const last = entries.findLastIndex(({ type }) => type === 'compacted')
  return new Set(entries.slice(0, Math.max(last, 0)).map(({ run }) => run))
}

function isFailure(entry: Entry): boolean {
  return entry.type === 'result' && entry.error
}

function without(entry: Entry, runs: ReadonlySet<string>): Entry {
  return entry.type === 'result' && runs.has(entry.run) ? { ...entry, text: '[no result]', error: true } : entry
}

/** Each result comes under the id of the one before it. */
function swapped(entries: readonly Entry[]): Entry[] {
  const calls = entries.flatMap((entry) => (entry.type === 'result' ? [entry.call] : []))
  let next = 0
  return entries.map((entry) => (entry.type === 'result' ? { ...entry, call: calls.at(next++ - 1) ?? '' } : entry))
}

function short(entry: Entry): Entry {
  return entry.type === 'result' ? { ...entry, text: entry.text.slice(0, 8) } : entry
}
