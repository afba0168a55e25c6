import { z } from 'zod'
import { defineStep } from './step.ts'
import { messageSchema, sessionSchema } from './words.ts'

/** A person sends a message; it lands when the gateway has answered it: accepted, or refused in its own words. */
export const userSays = defineStep({
  schema: z.strictObject({ do: z.literal('user.says'), text: messageSchema, session: sessionSchema }),
  isFault: () => false,
  does: ({ text, session }) => `user says "${text}"${session === 'main' ? '' : ` in session ${session}`}`,
  async perform({ text, session }, { gateway }) {
    await gateway.send(session, text)
  },
})
