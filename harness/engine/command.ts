import { randomUUID } from 'node:crypto'
import { removeUnfinished } from '../gateways/cache.ts'
import { limits } from '../limits.ts'
import { warn } from '../terminal.ts'
import { endMarked } from './marked-processes.ts'
import { endWatching } from './watching.ts'

const variable = 'GATECRASH_COMMAND'

/** We were told to stop, and the signal's own handler ends the process. */
let stopping = false

/** Whether we were told to stop: what runs end in now says nothing about them. */
export function isStopping(): boolean {
  return stopping
}

/** Leaves the end of the process to whoever was told to stop it: what fails because of that is no failure. @throws the error otherwise */
export function unlessStopping(error: unknown): Promise<never> {
  if (!stopping) throw error
  return new Promise(() => {})
}

/**
 * Marks all that this command starts from now on: installs, vitest's workers and the watchdogs of runs. Being told to stop (Ctrl-C, SIGTERM)
 * ends the workers, waits for the watchdogs to clean up, and exits with `128 + signal`.
 */
export function markCommand(): void {
  process.env[variable] = randomUUID()
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    // not `once`: a library that finds itself the only listener left would end the process at once
    process.on(signal, async () => {
      if (stopping) return
      stopping = true
      // a run whose folder and gateway go away under it fails wherever it is
      process.on('uncaughtException', () => {})
      warn('', `${signal}: stopping and cleaning up`)
      await endCommand('SIGTERM')
      await removeUnfinished()
      process.exit(128 + number)
    })
  }
}

/**
 * Waits until all that this command has started is gone, if it was marked: an exit that does not wait would promise what is still to be
 * done. Watchdogs do not heed SIGTERM: they go when they are done.
 */
export async function endCommand(signal: 'SIGTERM' | 0 = 0): Promise<void> {
  if (process.env[variable] === undefined) return
  await endWatching()
  const left = await endMarked(`${variable}=${process.env[variable]}`, signal, limits.cleanUp)
  if (left.length > 0) warn(`still running after ${limits.cleanUp / 1000} s: process ${left.join(', ')}`)
}
