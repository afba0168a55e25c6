import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { defineStep } from './step.ts'
import { around } from './surroundings.ts'

/**
 * A second gateway is started in a container of its own, in the same network and on the same state, as by a scale-up or a roll-out
 * that overlaps; it lands when it is ready, or when it has exited, which may be the right thing to do. The client named `other` is a
 * client of the second one from then on, when it is ready.
 */
export const gatewayGainsAnother = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.gainsAnother') }),
  isFault: () => true,
  does: () => 'another gateway is started on the same state',
  needs: () => ['container', 'another'],
  async perform(_, stage) {
    const from = stage.record.entries.length
    await around(stage).startAnother?.()
    await stage.record.waitFor('the other gateway to be ready or to exit', 'boot', (entries) =>
      entriesOf(entries.slice(from), 'another-gateway').find(({ state }) => state !== 'started'),
    )
  },
})
