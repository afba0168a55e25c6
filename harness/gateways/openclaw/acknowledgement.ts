import type { EntryOf, Order } from '../../record/entry.ts'

/**
 * What an answer to `chat.send` or `chat.abort` says: the run that it names, and of a stop what it has stopped. `chat.send` takes a
 * typed `/stop` for `chat.abort`, or starts a run that will stop the other.
 */
export function readAcknowledgement(
  what: Order,
  answer: unknown,
): Pick<EntryOf<'client-acknowledged'>, 'run' | 'stopped'> {
  const { runId, aborted, status } = answer as { runId?: string; aborted?: boolean; status?: string }
  const run = runId === undefined ? {} : { run: runId }
  if (what !== 'stop' && what !== 'abort') return run
  if (aborted !== undefined) return { ...run, stopped: aborted ? 'at once' : 'nothing' }
  return status === 'started' ? { ...run, stopped: 'later' } : run
}
