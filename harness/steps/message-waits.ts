import { z } from 'zod'
import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import type { Enabled } from './enabled.ts'
import { defineStep } from './step.ts'
import { gatewayGone, onceAccepted, toldEnd } from './why-not.ts'
import { messageSchema } from './words.ts'

/** A message waits: the gateway has accepted it, its session is busy, and the model was not asked about it yet; nothing is done. */
export const messageWaits = defineStep({
  schema: z.strictObject({
    do: z.literal('message.waits'),
    text: messageSchema.describe('the words of the message'),
  }),
  isFault: () => false,
  summary: ({ text }) => `message "${text}" waits`,
  enabled: ({ text }, { facts }) => whileWaiting(text, facts),
  perform: async () => {},
})

function whileWaiting(text: string, facts: Facts): Enabled {
  const message = facts.messages.saying(text)
  const accepted = onceAccepted(text, facts)
  if (message === undefined || accepted !== 'now') return accepted
  if (message.requests.length > 0) return { never: `the model was asked about "${text}", so it waits no more` }
  const told = toldEnd(facts, message.run, [])
  if (told !== undefined) return { never: `"${text}" waits no more: ${told}` }
  if (isBusy(message, facts)) return 'now'
  return gatewayGone(facts) ?? { waitsFor: `session ${message.session} to be busy while "${text}" waits` }
}

/** Whether a request of the message's session is under way, or a tool that it has called. */
function isBusy({ session }: Message, { requests, calls }: Facts): boolean {
  return (
    requests.open.some((request) => request.session === session) ||
    calls.all.some(({ request, starts, ends }) => request.session === session && starts.length > ends.length)
  )
}
