import type { EntryBody, EntryOf, Order } from '../../record/entry.ts'

type Answer = { readonly runId: string; readonly aborted: boolean; readonly runIds: string[]; readonly status: string }

/** What is noted of the answer to a message or an order: its content, or why it was refused. */
export function acknowledgement(
  message: string,
  what: Order,
  { ok, payload, detail }: { readonly ok: boolean; readonly payload: unknown; readonly detail: string },
): EntryBody {
  const kind = 'client-acknowledged'
  return ok
    ? { kind, message, ok, detail: JSON.stringify(payload), ...readAcknowledgement(what, payload) }
    : { kind, message, ok, detail }
}

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
