import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { always } from './enabled.ts'
import { defineStep } from './step.ts'
import { around } from './surroundings.ts'

/**
 * A second gateway is started on the same state: in a container of its own, in the same network, as by a scale-up or a roll-out
 * that overlaps, or (`here`) on the same computer, as by a person who forgot the first. It lands when it is ready, or when it has exited,
 * which may be the right thing to do. With `serves` it must be ready, and the client named `other` is its client from then on.
 */
export const gatewayGainsAnother = defineStep({
  schema: z.strictObject({
    do: z.literal('gateway.gainsAnother'),
    serves: z.boolean().default(false),
    here: z.literal(true).optional().describe('on the same computer, and not in a container of its own'),
  }),
  isFault: () => true,
  summary: ({ serves, here }) =>
    `another gateway is started on the same state${here ? ' and computer' : ''}${serves ? ', and serves the client "other"' : ''}`,
  needs: ({ serves, here }) => [
    ...(here ? (['another-here'] as const) : (['container', 'another'] as const)),
    ...(serves ? (['shared-state'] as const) : []),
  ],
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
