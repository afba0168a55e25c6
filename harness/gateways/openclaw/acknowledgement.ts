import type { EntryOf, Order } from '../../record/entry.ts'

type Answer = { readonly runId: string; readonly aborted: boolean; readonly runIds: string[]; readonly status: string }

/**
 * What an answer to `chat.send` or `chat.abort` says: the run that it names, and of a stop what it has stopped. `chat.send` takes a
 * typed `/stop` for `chat.abort`, or starts a run that will stop the other.
 */
export function readAcknowledgement(
  what: Order,
  answer: unknown,
): Pick<EntryOf<'client-acknowledged'>, 'run' | 'stopped' | 'stoppedRuns'> {
  const { runId, aborted, runIds, status } = answer as Partial<Answer>
  const run = runId === undefined ? {} : { run: runId }
  if (what !== 'stop' && what !== 'abort') return run
  if (aborted === false) return { ...run, stopped: 'nothing' }
  if (aborted === true) return { ...run, stopped: 'at once', ...(runIds === undefined ? {} : { stoppedRuns: runIds }) }
  return status === 'started' ? { ...run, stopped: 'later' } : run
}
