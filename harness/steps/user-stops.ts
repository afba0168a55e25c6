import { z } from 'zod'
import type { RunRecord } from '../record/record.ts'
import { entriesOf } from '../record/record.ts'
import { defineStep } from './step.ts'
import { sessionSchema } from './words.ts'

/** A person types `/stop`; it lands when the gateway has acknowledged that it stopped something. */
export const userStops = defineStep({
  schema: z.strictObject({ do: z.literal('user.stops'), session: sessionSchema }),
  isFault: () => true,
  does: () => 'user types /stop',
  async perform({ session }, { gateway, record }) {
    await acknowledged(record, await gateway.stop(session))
  },
})

/** A client's stop button (`chat.abort`); it lands when the gateway has acknowledged that it stopped something. */
export const userAborts = defineStep({
  schema: z.strictObject({ do: z.literal('user.aborts'), session: sessionSchema }),
  isFault: () => true,
  does: () => "user presses the client's stop button",
  async perform({ session }, { gateway, record }) {
    await acknowledged(record, await gateway.abort(session))
  },
})

async function acknowledged(record: RunRecord, message: string): Promise<void> {
  await record.waitFor('the gateway to acknowledge the stop', 'effect', (entries) =>
    entriesOf(entries, 'client-acknowledged').find(
      (entry) => entry.message === message && entry.ok && !entry.detail.includes('"aborted":false'),
    ),
  )
}
