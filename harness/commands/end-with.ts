import { endCommand, isStopping } from '../engine/command.ts'
import { HarnessError, isUsageError, messageOf } from '../errors.ts'
import { warn } from '../terminal.ts'
import { exitCodes, usageExitCode } from './command.ts'

/** Ends what this command has started and tells of the error that ended it; returns the exit code. */
export async function endWith(error: unknown): Promise<number> {
  // told to stop, the handler of that signal ends the process
  if (isStopping()) return new Promise(() => {})
  await endCommand('SIGTERM')
  warn(...`gatecrash: ${wordsOf(error)}`.split('\n'))
  if (isUsageError(error)) return usageExitCode
  if (error instanceof Error && !(error instanceof HarnessError) && !isClosedPipe(error))
    warn(...(error.stack ?? '').split('\n'))
  return exitCodes.crash
}

function wordsOf(error: unknown): string {
  return isClosedPipe(error) ? 'nobody reads its output any more, so it has stopped' : messageOf(error)
}

function isClosedPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'EPIPE'
}
