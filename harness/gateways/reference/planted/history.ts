import type { PlantedBug } from '../change.ts'
import { send } from '../send.ts'
import type { Entry } from '../server/log.ts'

/** Bugs in the history that the model is sent; what is on disk is right. */
export const history = {
  'result-sent-twice': {
    does: 'sends every result twice',
    claim: 'requests-paired',
    scenario: 'abort-one-running',
    plant: send((entries) => entries.flatMap((entry) => Array<Entry>(entry.type === 'result' ? 2 : 1).fill(entry))),
  },
  'stop-hides-results': {
    does: 'replaces the results of a whole batch with invented ones when it is stopped',
    claim: 'results-kept',
    scenario: 'stop-one-running',
    plant: send((entries) => withoutResults(entries, stoppedRuns(entries))),
  },
  'stop-drops-batch': {
    does: 'leaves a batch that was stopped, and its results, out of every later request',
    claim: 'results-kept',
    scenario: 'abort-one-running',
    plant: send((entries) => {
      const stopped = stoppedRuns(entries)
      return entries.filter(({ type, run }) => type === 'user' || !stopped.has(run))
    }),
  },
  'failure-takes-batch': {
    does: 'treats a whole batch as failed when one of its calls fails',
    claim: 'results-kept',
    scenario: 'tool-hangs-past-timeout',
    plant: send((entries) => withoutResults(entries, runsWith(entries, isFailure))),
  },
  'result-cut-short': {
    does: 'cuts results to 8 letters',
    claim: 'results-kept',
    scenario: 'message-during-batch',
    plant: send((entries) =>
      entries.map((entry) => (entry.type === 'result' ? { ...entry, text: entry.text.slice(0, 8) } : entry)),
    ),
  },
  'results-swapped': {
    does: 'gives the results of a batch to each other’s calls',
    claim: 'results-kept',
    scenario: 'one-fails-one-dies',
    plant: send((entries) => {
      // each result comes under the id of the one before it
      const calls = entries.flatMap((entry) => (entry.type === 'result' ? [entry.call] : []))
      let next = 0
      return entries.map((entry) => (entry.type === 'result' ? { ...entry, call: calls.at(next++ - 1) ?? '' } : entry))
    }),
  },
  'compaction-drops-result': {
    does: 'leaves results that the model has not seen yet out of a history that is summarized',
    claim: 'results-kept',
    scenario: 'context/compact-in-batch',
    plant: send((entries) => {
      const last = entries.findLastIndex(({ type }) => type === 'compacted')
      return withoutResults(entries, new Set(entries.slice(0, Math.max(last, 0)).map(({ run }) => run)))
    }),
  },
} satisfies Record<string, PlantedBug>

function stoppedRuns(entries: readonly Entry[]): ReadonlySet<string> {
  return runsWith(entries, (entry) => entry.type === 'ended' && entry.how === 'stopped')
}

function runsWith(entries: readonly Entry[], isOne: (entry: Entry) => boolean): ReadonlySet<string> {
  return new Set(entries.filter(isOne).map(({ run }) => run))
}

function isFailure(entry: Entry): boolean {
  return entry.type === 'result' && entry.error
}

function withoutResults(entries: readonly Entry[], runs: ReadonlySet<string>): Entry[] {
  return entries.map((entry) =>
    entry.type === 'result' && runs.has(entry.run) ? { ...entry, text: '[no result]', error: true } : entry,
  )
}
