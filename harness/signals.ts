/** Whether a process that gets a signal is there still, so that an exit after it is its own. */
export function isPassing(signal: string): boolean {
  return signal === 'SIGSTOP' || signal === 'SIGCONT'
}
