import { z } from 'zod'
import { once } from './enabled.ts'
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
  enabled(_, { facts }) {
    const changed = facts.last('config-changed')?.n ?? -1
    const exited = facts.last('gateway-exited')?.n ?? -1
    const lost = facts.of('client-disconnected').findLast(({ client }) => client === 'main')?.n ?? -1
    return once(Math.max(exited, lost) > changed, 'the gateway to let go of its client, or to exit', 'restart')
  },
  async perform(_, { gateway }) {
    if (!gateway.running) await gateway.start()
    await gateway.sessions()
  },
})
