import { z } from 'zod'
import type { Provider } from '../../mock-provider/server.ts'
import { entriesOf } from '../record/record.ts'
import { defineStep } from './step.ts'

/** The provider listens no more, and its connections are closed; it lands when a connection of our own was refused. */
export const providerRefuses = defineStep({
  schema: z.strictObject({ do: z.literal('provider.refuses') }),
  isFault: () => true,
  does: () => 'the provider refuses connections',
  async perform(_, { provider }) {
    await provider.refuse()
    await refused(provider)
  },
})

/**
 * The provider listens again; it lands when it does. First the gateway must have been refused, since otherwise nothing would
 * have gone wrong.
 */
export const providerReturns = defineStep({
  schema: z.strictObject({ do: z.literal('provider.returns') }),
  isFault: () => false,
  does: () => 'the provider takes connections again, after the gateway was refused',
  needs: () => ['refusals'],
  async perform(_, { provider, record }) {
    await record.waitFor('a connection of the gateway to the provider to be refused', 'step', (entries) => {
      const closed = entries.findLastIndex(({ kind }) => kind === 'provider-closed')
      return entriesOf(entries.slice(closed), 'gateway-refused').find(({ port }) => port === provider.port)
    })
    await provider.accept()
  },
})

/** Resolves when it takes no connections. */
async function refused(provider: Provider): Promise<void> {
  const socket = await provider.connect().catch(() => undefined)
  socket?.destroy()
  if (socket !== undefined) throw new Error(`port ${provider.port} still takes connections`)
}
