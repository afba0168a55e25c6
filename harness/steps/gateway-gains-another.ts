import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { always } from './enabled.ts'
import { defineStep } from './step.ts'
import { around } from './surroundings.ts'

/**
 * A second gateway is started in a container of its own, in the same network and on the same state, as by a scale-up or a roll-out
 * that overlaps; it lands when it is ready, or when it has exited, which may be the right thing to do. With `serves` it must be
 * ready, and the client named `other` is its client from then on.
 */
export const gatewayGainsAnother = defineStep({
  schema: z.strictObject({ do: z.literal('gateway.gainsAnother'), serves: z.boolean().default(false) }),
  isFault: () => true,
  summary: ({ serves }) =>
    `another gateway is started on the same state${serves ? ', and serves the client "other"' : ''}`,
  needs: ({ serves }) => ['container', 'another', ...(serves ? (['shared-state'] as const) : [])],
  enabled: always,
  async perform({ serves }, stage) {
    const from = stage.record.entries.length
    await around(stage, 'startAnother')()
    await stage.record.waitFor(`the other gateway to be ready${serves ? '' : ' or to exit'}`, 'boot', (entries) =>
      entriesOf(entries.slice(from), 'another-gateway').find(
        ({ state }) => state === 'ready' || (state === 'exited' && !serves),
      ),
    )
  },
})
