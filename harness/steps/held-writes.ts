import { z } from 'zod'
import { always } from './enabled.ts'
import { gone } from './gateway-gone.ts'
import { defineStep } from './step.ts'
import { setCondition } from './store-fails.ts'
import { around } from './surroundings.ts'
import { gatewayGone } from './why-not.ts'

/**
 * From now on the gateway's process stands still at one of its writes into its state folder: right before it, or with half of it done. It
 * lands when the process has been told; a gateway that is down finds it so when it starts. Counted are the calls that change files, and
 * the statements that change a database.
 */
export const gatewayStopsAtWrite = defineStep({
  schema: z.strictObject({
    do: z.literal('gateway.stopsAtWrite'),
    write: z.int().min(1).max(100_000),
    torn: z.boolean().default(false).describe('half of the write is done; a database is not torn'),
  }),
  isFault: () => true,
  summary: ({ write, torn }) => `gateway will stand still ${torn ? 'in the middle of' : 'right before'} write ${write}`,
  needs: () => ['held-writes'],
  enabled: always,
  perform: ({ write, torn }, stage) => setCondition({ holdAt: write, torn }, stage),
  undo(_, stage) {
    const { record, gateway } = stage
    const held = record.facts.last('write-held')?.n ?? -1
    if (held > (record.facts.lives.last?.n ?? -1) && gateway.running) gateway.signal('SIGKILL')
    else around(stage, 'set')({ holdAt: 0 })
  },
})

/** The gateway stands still at its write and gets SIGKILL there; it lands when the process is gone. */
export const gatewayDiesAtWrite = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.diesAtWrite') }),
  isFault: () => true,
  summary: () => 'gateway stands still at that write and gets SIGKILL',
  needs: () => ['held-writes'],
  enabled(_, { facts }) {
    const told = facts.of('conditions-set').findLast(({ holdAt = 0 }) => holdAt > 0)?.n ?? -1
    if ((facts.last('write-held')?.n ?? -1) > told) return 'now'
    // what follows from the steps before has begun when they land
    const doubt = 'the gateway made fewer writes than that'
    return gatewayGone(facts) ?? { waitsFor: 'the gateway to come to that write', doubt }
  },
  async perform(_, stage) {
    stage.gateway.signal('SIGKILL')
    await gone('effect', stage)
  },
})
