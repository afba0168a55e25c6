import { z } from 'zod'
import { entriesOf } from '../record/record.ts'
import { able, defineStep } from './step.ts'
import { whileRunning } from './why-not.ts'
import { aside, clientSchema, needsOf, sessionSchema } from './words.ts'

/** A person types `/compact`; it lands when the gateway has said what came of it, or, if so wanted, that it is accepted. */
export const userCompacts = defineStep({
  schema: z.strictObject({
    do: z.literal('user.compacts'),
    session: sessionSchema,
    client: clientSchema,
    until: z.enum(['accepted', 'done']).default('done').describe('what the next step waits for'),
  }),
  isFault: () => true,
  summary: (step) => `user types /compact${step.until === 'done' ? '' : ', and goes on at once'}${aside(step)}`,
  needs: (step) => [...needsOf(step), 'compaction'],
  enabled: whileRunning,
  async perform({ session, client, until }, { gateway, record }) {
    const message = await able(gateway.client(client), 'compact')(session)
    await record.waitFor(`the gateway to say that /compact is ${until}`, 'step', (entries) => {
      const accepted = entriesOf(entries, 'client-acknowledged').find((entry) => entry.message === message && entry.ok)
      if (until === 'accepted') return accepted
      return entriesOf(entries, 'client-saw').find((saw) => saw.run === accepted?.run)
    })
  },
})
