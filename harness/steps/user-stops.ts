import { z } from 'zod'
import type { Facts } from '../facts/facts.ts'
import type { RunRecord } from '../facts/run-record.ts'
import { entriesOf } from '../record/record.ts'
import type { Enabled } from './enabled.ts'
import { able, defineStep } from './step.ts'
import { gatewayGone, onceAccepted, whileRunning } from './why-not.ts'
import { aside, clientSchema, messageSchema, needsOf, sessionSchema } from './words.ts'

/** What is said of a stop that may come too late. */
const leftToStop = ', if anything is left to stop'

/**
 * A person types `/stop`; it lands when the gateway has acknowledged that it stopped something. A stop `again` may find nothing left
 * to stop: it lands when it is acknowledged. One that is only waited for until it is sent lands then, so that the next message follows it
 * at once on the same connection.
 */
export const userStops = defineStep({
  schema: z.strictObject({
    do: z.literal('user.stops'),
    session: sessionSchema,
    client: clientSchema,
    when: z.enum(['now', 'after-tools']).default('now').describe('at once, or when the tools that run have ended'),
    again: z.boolean().optional().describe('it may find nothing left to stop'),
    until: z.enum(['sent', 'acknowledged']).default('acknowledged').describe('what the next step waits for'),
  }),
  isFault: () => true,
  summary: (step) =>
    `user types /stop${step.again ? leftToStop : ''}${step.when === 'now' ? '' : ' --after-tools'}${step.until === 'sent' ? ', and goes on at once' : ''}${aside(step)}`,
  needs: (step) => [...needsOf(step), ...(step.when === 'now' ? [] : (['stop-after-tools'] as const))],
  enabled: whileRunning,
  async perform({ session, client, when, again, until }, { gateway, record }) {
    const from = record.entries.length
    const stopped = gateway.client(client).stop(session, when)
    if (until === 'acknowledged') return acknowledged(record, await stopped, again)
    // what becomes of it is in the record
    stopped.catch(() => {})
    await record.waitFor('the stop to be sent', 'effect', (entries) =>
      entriesOf(entries.slice(from), 'client-sent').find(({ what }) => what === 'stop'),
    )
  },
})

/** A client's stop button, for whatever runs in the session, or for one run; it lands when the gateway has acknowledged that it stopped something. */
export const userAborts = defineStep({
  schema: z.strictObject({
    do: z.literal('user.aborts'),
    session: sessionSchema,
    client: clientSchema,
    run: messageSchema.optional().describe('only the run of the message with these words'),
    again: z.boolean().optional().describe('it may find nothing left to stop'),
  }),
  isFault: () => true,
  summary: ({ run, again, ...step }) =>
    `user presses the client's stop button${again ? leftToStop : ''}${run === undefined ? '' : ` for "${run}"`}${aside(step)}`,
  needs: (step) => [...needsOf(step), ...(step.run === undefined ? [] : (['one-run-stop'] as const))],
  enabled: ({ run }, { facts }) => gatewayGone(facts) ?? (run === undefined ? 'now' : onceNamed(run, facts)),
  async perform({ session, client, run, again }, { gateway, record }) {
    const named = run === undefined ? undefined : record.facts.messages.saying(run)?.run
    const person = gateway.client(client)
    await acknowledged(record, await (person.abort?.(session, named) ?? person.stop(session)), again)
  },
})

function onceNamed(text: string, facts: Facts): Enabled {
  const accepted = onceAccepted(text, facts)
  if (accepted !== 'now' || facts.messages.saying(text)?.run !== '') return accepted
  return { never: `the gateway named no run when it accepted "${text}"` }
}

/** A person types `/reset` or `/new`; it lands when the gateway has said that it is done, or, if so wanted, that it is accepted. */
export const userResets = defineStep({
  schema: z.strictObject({
    do: z.literal('user.resets'),
    session: sessionSchema,
    client: clientSchema,
    how: z.enum(['reset', 'new']).default('reset').describe('which of the two commands'),
    until: z.enum(['accepted', 'done']).default('done').describe('what the next step waits for'),
  }),
  isFault: () => true,
  summary: (step) => `user types /${step.how}${step.until === 'done' ? '' : ', and goes on at once'}${aside(step)}`,
  needs: (step) => [...needsOf(step), 'reset'],
  enabled: whileRunning,
  async perform({ session, client, how, until }, { gateway, record }) {
    const message = await able(gateway.client(client), 'reset')(session, how)
    await record.waitFor(`the gateway to say that /${how} is ${until}`, 'effect', (entries) => {
      const accepted = entriesOf(entries, 'client-acknowledged').find((entry) => entry.message === message && entry.ok)
      return until === 'accepted' || accepted?.run === undefined
        ? accepted
        : entriesOf(entries, 'client-saw').find((saw) => saw.run === accepted.run)
    })
  },
})

async function acknowledged(record: RunRecord, message: string, again = false): Promise<void> {
  await record.waitFor('the gateway to acknowledge the stop', 'effect', (entries) =>
    entriesOf(entries, 'client-acknowledged').find(
      (entry) => entry.message === message && entry.ok && (again || entry.stopped !== 'nothing'),
    ),
  )
}
