import { z } from 'zod'
import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { waitUntilStopped } from './process-state.ts'
import { defineStep } from './step.ts'

const signalSchema = z.enum(['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGSTOP', 'SIGCONT'])

/**
 * The gateway's process gets a signal. It lands when the process has exited, or has named the signal in its log since; SIGSTOP
 * and SIGCONT land when the system says that the process is stopped, or no longer.
 */
export const gatewayReceives = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.receives'), signal: signalSchema }),
  isFault: ({ signal }) => signal !== 'SIGCONT',
  does: ({ signal }) => `gateway receives ${signal}`,
  async perform({ signal }, { gateway, record }) {
    const from = record.entries.length
    gateway.signal(signal)
    if (signal === 'SIGSTOP' || signal === 'SIGCONT')
      return waitUntilStopped(entriesOf(record.entries, 'gateway-started').at(-1)?.pid ?? -1, signal === 'SIGSTOP')
    await record.waitFor(`the gateway to exit or to name ${signal} in its log`, 'effect', (entries) =>
      entries.slice(from).find((entry) => hasReceived(entry, signal)),
    )
  },
})

function hasReceived(entry: Entry, signal: string): boolean {
  return entry.kind === 'gateway-exited' || (entry.kind === 'gateway-logged' && saysReceived(entry.line, signal))
}

/** A log may name the signal for other reasons, such as a tool that was ended by it. SIGUSR1 may start Node's debugger. */
function saysReceived(line: string, signal: string): boolean {
  if (signal === 'SIGUSR1' && line.startsWith('Debugger listening')) return true
  return (
    line.includes(signal) &&
    /receiv|signal SIG|shutting down|closed: stop|restart/.test(line) &&
    !/tool|exec/.test(line)
  )
}

/** The gateway's event loop stands still, as in a long computation or a synchronous read; it lands when it has stopped. */
export const gatewayBlocks = defineStep({
  // shorter than the limit of an effect, so that what comes next does not fail for the block alone
  schema: z.strictObject({ do: z.literal('gateway.blocks'), ms: z.int().min(1).max(20_000) }),
  isFault: () => true,
  does: ({ ms }) => `the gateway's event loop is blocked for ${ms} ms`,
  needs: () => ['event-loop'],
  async perform({ ms }, { gateway, record }) {
    const from = record.entries.length
    gateway.block(ms)
    await record.waitFor("the gateway's event loop to stand still", 'effect', (entries) =>
      entriesOf(entries.slice(from), 'gateway-blocked').at(0),
    )
  },
})
