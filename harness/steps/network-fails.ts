import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { once } from './enabled.ts'
import { able, defineStep, type Stage } from './step.ts'
import { gatewayGone, whileRunning } from './why-not.ts'

/** The gateway's connections to the vendors' hosts fail from now on; it lands when its process has heard it. */
export const networkFails = defineStep({
  schema: z.strictObject({ do: z.literal('network.fails'), how: z.enum(['dns', 'tls']) }),
  isFault: () => true,
  summary: ({ how }) =>
    how === 'dns' ? "the vendors' names are not resolved any more" : "the vendors' certificates are refused",
  needs: () => ['vendor-hosts'],
  enabled: whileRunning,
  async perform({ how }, { gateway, record }) {
    const from = record.entries.length
    able(gateway, 'failNetwork')(how)
    await record.waitFor("the gateway's network to fail", 'effect', (entries) =>
      entriesOf(entries.slice(from), 'gateway-network').find(({ failing }) => failing === how),
    )
  },
  async undo(_, stage) {
    const last = entriesOf(stage.record.entries, 'gateway-network').at(-1)
    if (last !== undefined && last.failing !== null && stage.gateway.running) await recover(stage)
  },
})

/**
 * The gateway's connections work again. First one must have failed, since otherwise nothing would have gone wrong; it lands
 * when its process has heard it.
 */
export const networkRecovers = defineStep({
  schema: z.strictObject({ do: z.literal('network.recovers') }),
  isFault: () => false,
  summary: () => "the gateway's network works again, after a connection has failed",
  needs: () => ['vendor-hosts'],
  enabled(_, { facts }) {
    const failing = facts.of('gateway-network').findLast((entry) => entry.failing !== null)?.n ?? -1
    const failed = facts.last('gateway-connection-failed')?.n ?? -1
    return gatewayGone(facts) ?? once(failed > failing, 'a connection of the gateway to fail')
  },
  perform: (_, stage) => recover(stage),
})

async function recover({ gateway, record }: Stage): Promise<void> {
  const from = record.entries.length
  able(gateway, 'failNetwork')(null)
  await record.waitFor("the gateway's network to work again", 'effect', (entries) =>
    entriesOf(entries.slice(from), 'gateway-network').find(({ failing }) => failing === null),
  )
}
