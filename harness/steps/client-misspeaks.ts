import { z } from 'zod'
import { type Nonsense, nonsense } from '../nonsense.ts'
import { able, defineStep } from './step.ts'
import { whileRunning } from './why-not.ts'
import { aside, clientSchema, needsOf, sessionSchema } from './words.ts'

/** A client sends what no client should; it lands when that was answered in some way, or not within the limit, which is noted. */
export const clientMisspeaks = defineStep({
  schema: z.strictObject({
    do: z.literal('client.misspeaks'),
    what: z.enum(nonsense).describe('what is wrong with it'),
    session: sessionSchema,
    client: clientSchema,
  }),
  isFault: () => true,
  summary: ({ what, ...step }) => `client sends ${nonsenseWords[what]}${aside(step)}`,
  needs: (step) => [...needsOf(step), 'nonsense'],
  enabled: whileRunning,
  async perform({ what, session, client }, { gateway }) {
    await able(gateway.client(client), 'misspeak')(session, what)
  },
})

const nonsenseWords: Readonly<Record<Nonsense, string>> = {
  'no-json': 'a line that is no JSON',
  'no-object': 'JSON that is no request',
  'unknown-request': 'a request that there is not',
  'no-session': 'a message without a session',
  'path-for-session': 'a message to a session whose name is a path',
  'path-in-session': 'a message to a session whose name goes on as a path',
  'blank-text': 'a message of blanks',
  'no-key': 'a message without its key',
  'not-let-in': 'a request before it was let in',
  'empty-token': 'an empty token',
}
