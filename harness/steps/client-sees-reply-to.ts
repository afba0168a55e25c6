import { z } from 'zod'
import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import type { Enabled } from './enabled.ts'
import { defineStep } from './step.ts'
import { gatewayGone, onceAccepted, toldEnd } from './why-not.ts'
import { clientSchema, messageSchema, needsOf } from './words.ts'

/** A client was shown what the model answered to a message, on its page where it is one, and the page is at rest; nothing is done. */
export const clientSeesReplyTo = defineStep({
  schema: z.strictObject({
    do: z.literal('client.seesReplyTo'),
    text: messageSchema.describe('the words of the message'),
    client: clientSchema,
  }),
  isFault: () => false,
  summary: ({ text, client }) => `client ${client} sees the reply to "${text}"`,
  needs: needsOf,
  enabled: ({ text, client }, { facts }) => onceShown(text, client, facts),
  perform: async () => {},
})

function onceShown(text: string, client: string, facts: Facts): Enabled {
  const message = facts.messages.saying(text)
  const accepted = onceAccepted(text, facts)
  if (message === undefined || accepted !== 'now') return accepted
  if (isShown(message, client, facts)) return 'now'
  const waitsFor = `client ${client} to be shown the reply to "${text}"`
  return gatewayGone(facts) ?? { waitsFor, doubt: toldEnd(facts, message.run, message.requests) }
}

/** Whether a client was shown the model's last answer, as that of its run or by its words: a message may be answered in another's run. */
function isShown(message: Message, client: string, facts: Facts): boolean {
  const answer = message.requests.findLast(
    ({ calls, replying, replied }) => calls.length === 0 && replied !== undefined && (replying?.status ?? 400) < 400,
  )?.replying
  if (answer === undefined) return false
  const says = (shown: string) => answer.text.trim() !== '' && plain(shown).includes(plain(answer.text))
  const pages = facts.of('page-saw').filter((saw) => saw.client === client && saw.session === message.session)
  // a page that is still busy keeps a next message to send it later, so a person who has read all waits for it
  if (pages.length > 0)
    return pages.some(({ n, busy, messages }) => n > answer.n && !busy && messages.some(({ text }) => says(text)))
  const replies = facts
    .endsIn(message.session)
    .filter((saw) => saw.n > answer.n && saw.what === 'reply' && (saw.client ?? 'main') === client)
  return replies.some(({ run, text }) => (run !== '' && run === message.run) || says(text))
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
