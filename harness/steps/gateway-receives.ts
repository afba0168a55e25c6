import { z } from 'zod'
import type { Entry } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { isPassing } from '../signals.ts'
import { waitUntilStopped } from './process-state.ts'
import { able, defineStep } from './step.ts'
import { whileRunning } from './why-not.ts'

const signalSchema = z.enum(['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGHUP', 'SIGUSR1', 'SIGSTOP', 'SIGCONT'])

/**
 * The gateway's process gets a signal, if it is there still. It lands when the process has exited, or has logged that it received it,
 * as often as it was sent; SIGSTOP and SIGCONT land when the system says that the process is stopped, or no longer. Several at once are
 * sent one after the other, before the process can exit.
 */
export const gatewayReceives = defineStep({
  schema: z.strictObject({
    do: z.literal('gateway.receives'),
    signal: signalSchema,
    times: z.int().min(1).max(5).optional().describe('so many at once; one where nothing is said'),
    drains: z.boolean().optional().describe('only for a gateway that waits for what runs before it exits'),
  }),
  isFault: ({ signal }) => signal !== 'SIGCONT',
  summary: ({ signal, times = 1 }) => `gateway receives ${signal}${times === 1 ? '' : ` ${times} times at once`}`,
  needs: ({ drains }) => (drains ? ['drain'] : []),
  enabled: whileRunning,
  async perform({ signal, times: count = 1 }, { gateway, record }) {
    const from = record.entries.length
    for (let sent = 0; sent < count; sent++) gateway.signal(signal)
    await record.waitFor(
      `a process of the gateway to be there for ${signal}`,
      'effect',
      (entries) =>
        entriesOf(entries.slice(from), 'gateway-signalled').filter((sent) => sent.signal === signal)[count - 1],
    )
    const process = record.entries.slice(record.entries.findLastIndex(({ kind }) => kind === 'gateway-started'))
    if (isPassing(signal))
      return waitUntilStopped(entriesOf(process, 'gateway-started')[0]?.pid ?? -1, signal === 'SIGSTOP')
    const times = entriesOf(process, 'gateway-signalled').filter((sent) => sent.signal === signal).length
    await record.waitFor(`the gateway to exit or to log that it received ${signal}`, 'effect', (entries) => {
      const since = entries.slice(process[0]?.n)
      return received(since, signal, times) ?? entriesOf(since, 'gateway-exited')[0]
    })
  },
  undo({ signal }, { gateway, record }) {
    if (signal === 'SIGSTOP' && isFrozen(record.entries)) gateway.signal('SIGCONT')
  },
})

/** Whether the gateway's process was stopped and not told to go on. */
function isFrozen(entries: readonly Entry[]): boolean {
  const life = entries.slice(entries.findLastIndex(({ kind }) => kind === 'gateway-started'))
  const signals = entriesOf(life, 'gateway-signalled').map(({ signal }) => signal)
  return signals.lastIndexOf('SIGSTOP') > signals.lastIndexOf('SIGCONT')
}

/** How gateways say that they got a signal; one may say it in several ways. Node itself starts its debugger at SIGUSR1. */
function sayingsOf(signal: string): string[] {
  return [`received ${signal}`, `signal ${signal} received`, ...(signal === 'SIGUSR1' ? ['Debugger listening'] : [])]
}

/** The line with which the gateway has said so many times that it got a signal. */
function received(entries: readonly Entry[], signal: string, times: number): Entry | undefined {
  const lines = entriesOf(entries, 'gateway-logged')
  const found = sayingsOf(signal).map((saying) => lines.filter(({ line }) => line.includes(saying))[times - 1])
  return found.find((entry) => entry !== undefined)
}

/** The gateway's event loop stands still, as in a long computation or a synchronous read; it lands when it has stopped. */
export const gatewayBlocks = defineStep({
  // shorter than the limit of an effect, so that what comes next does not fail for the block alone
  schema: z.strictObject({ do: z.literal('gateway.blocks'), ms: z.int().min(1).max(20_000) }),
  isFault: () => true,
  summary: ({ ms }) => `the gateway's event loop is blocked for ${ms} ms`,
  needs: () => ['event-loop'],
  enabled: whileRunning,
  async perform({ ms }, { gateway, record }) {
    const from = record.entries.length
    able(gateway, 'block')(ms)
    await record.waitFor("the gateway's event loop to stand still", 'effect', (entries) =>
      entriesOf(entries.slice(from), 'gateway-blocked').at(0),
    )
  },
})
