import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { defineStep } from './step.ts'

/** The gateway's process gets a signal; it lands when the process has exited or has named the signal in its log. */
export const gatewayReceives = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.receives'), signal: z.enum(['SIGTERM', 'SIGINT', 'SIGKILL']) }),
  isFault: () => true,
  does: ({ signal }) => `gateway receives ${signal}`,
  async perform({ signal }, { gateway, record }) {
    const from = record.entries.length
    gateway.signal(signal)
    await record.waitFor(`the gateway to exit or to name ${signal} in its log`, 'effect', (entries) =>
      entries
        .slice(from)
        .find(
          (entry) =>
            entry.kind === 'gateway-exited' || (entry.kind === 'gateway-logged' && saysReceived(entry.line, signal)),
        ),
    )
  },
})

/** A log may name the signal for other reasons, such as a tool that was ended by it. */
function saysReceived(line: string, signal: string): boolean {
  return line.includes(signal) && /receiv|signal SIG|shutting down|closed: stop/.test(line) && !/tool|exec/.test(line)
}

/**
 * The gateway is started again on the same state, as a supervisor does it: one that still runs is given 10 s to exit and then
 * gets SIGKILL, as with `docker stop`. It lands when the gateway is ready.
 */
export const gatewayStarts = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.starts') }),
  isFault: () => false,
  does: () => 'gateway is started again on the same state',
  async perform(_, { gateway, record }) {
    const exits = () => entriesOf(record.entries, 'gateway-exited').length
    const starts = entriesOf(record.entries, 'gateway-started').length
    const gone = (limit: 'stop' | 'effect') =>
      record.waitFor('the gateway to exit', limit, () => (exits() === starts ? true : undefined))
    await gone('stop').catch(() => {
      gateway.signal('SIGKILL')
      return gone('effect')
    })
    await gateway.start()
  },
})
