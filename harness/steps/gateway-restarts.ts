import { z } from 'zod'
import { defineStep } from './step.ts'

/**
 * The gateway restarts by itself, as after a change of its configuration: in its own process, or by an exit, after which it is
 * started as a supervisor does it. It lands when the gateway has let go of its client and answers again.
 */
export const gatewayRestarts = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.restarts') }),
  isFault: () => true,
  summary: () => 'gateway restarts by itself',
  needs: () => ['config'],
  async perform(_, { record, gateway }) {
    const from = record.entries.findLastIndex(({ kind }) => kind === 'config-changed')
    await record.waitFor('the gateway to let go of its client, or to exit', 'restart', (entries) =>
      entries
        .slice(from + 1)
        .find(
          (entry) =>
            entry.kind === 'gateway-exited' || (entry.kind === 'client-disconnected' && entry.client === 'main'),
        ),
    )
    if (!gateway.running) await gateway.start()
    await gateway.sessions()
  },
})
