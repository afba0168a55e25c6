import { z } from 'zod'
import { defineStep } from './step.ts'
import { whileRunning } from './why-not.ts'
import { aside, clientSchema, messageSchema, needsOf, sessionSchema } from './words.ts'

/** A person sends a message; it lands when the gateway has answered it: accepted, or refused in its own words. */
export const userSays = defineStep({
  schema: z.strictObject({
    do: z.literal('user.says'),
    text: messageSchema,
    session: sessionSchema,
    client: clientSchema,
  }),
  isFault: () => false,
  summary: (step) => `user says "${step.text}"${aside(step)}`,
  needs: needsOf,
  enabled: whileRunning,
  async perform({ text, session, client }, { gateway }) {
    await gateway.client(client).send(session, text)
  },
})
