import { z } from 'zod'
import type { Provider } from '../../mock-provider/server.ts'
import { always, once } from './enabled.ts'
import { defineStep } from './step.ts'

/** The provider listens no more, and its connections are closed; it lands when a connection of our own was refused. */
export const providerRefuses = defineStep({
  schema: z.strictObject({ do: z.literal('provider.refuses') }),
  isFault: () => true,
  summary: () => 'the provider refuses connections',
  enabled: always,
  async perform(_, { provider }) {
    await provider.refuse()
    await refused(provider)
  },
  undo: (_, { provider }) => provider.accept(),
})

/**
 * The provider listens again; it lands when it does. First the gateway must have been refused, since otherwise nothing would
 * have gone wrong.
 */
export const providerReturns = defineStep({
  schema: z.strictObject({ do: z.literal('provider.returns') }),
  isFault: () => false,
  summary: () => 'the provider takes connections again, after the gateway was refused',
  needs: () => ['refusals'],
  enabled(_, { facts }) {
    const closed = facts.last('provider-closed')
    const refused = facts.of('gateway-refused').findLast(({ port }) => port === closed?.port)
    return once((refused?.n ?? -1) > (closed?.n ?? -1), 'a connection of the gateway to the provider to be refused')
  },
  perform: (_, { provider }) => provider.accept(),
})

/** Resolves when it takes no connections. */
async function refused(provider: Provider): Promise<void> {
  const socket = await provider.connect().catch(() => undefined)
  socket?.destroy()
  if (socket !== undefined) throw new Error(`port ${provider.port} still takes connections`)
}
