import { z } from 'zod'
import type { Look } from './enabled.ts'
import { once } from './enabled.ts'
import { able, defineStep } from './step.ts'
import { gatewayGone } from './why-not.ts'
import { aside, clientSchema, needsOf, sessionSchema } from './words.ts'

/**
 * A client sends its last message again with the same key, as one does that got no answer in time; it lands when the gateway has answered
 * that.
 */
export const userRepeats = defineStep({
  schema: z.strictObject({ do: z.literal('user.repeats'), session: sessionSchema, client: clientSchema }),
  isFault: () => true,
  summary: (step) => `the last message is sent again with its key${aside(step)}`,
  needs: (step) => [...needsOf(step), 'message-keys'],
  enabled: onceSent,
  async perform({ session, client }, { gateway }) {
    await able(gateway.client(client), 'repeat')(session)
  },
})

function onceSent({ session, client }: { session: string; client: string }, { facts }: Look) {
  const sent = facts.messages.in(session).some((message) => message.client === client)
  return gatewayGone(facts) ?? once(sent, `client ${client} to have sent a message in session ${session}`)
}
