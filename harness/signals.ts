import { constants } from 'node:os'

/** Whether a process that gets a signal is there still, so that an exit after it is its own. */
export function isPassing(signal: string): boolean {
  return signal === 'SIGSTOP' || signal === 'SIGCONT'
}

/** The signal that ended the child of a process which ends as a shell does: with 128 and the number of its child's signal. */
export function signalOf(status: number | null): string | null {
  const [name] = Object.entries(constants.signals).find(([, number]) => number === (status ?? 0) - 128) ?? []
  return name ?? null
}

/** Sends a signal to a process; false when there is none to get it. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return pid > 0 && process.kill(pid, signal)
  } catch {
    // it went away by itself
    return false
  }
}
