import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import { heldAtEnd } from '../facts/tools.ts'
import { short } from '../transcript/blocks.ts'
import { turnsAfter, unansweredMessages } from './answers.ts'
import { outcomeOf, outline } from './excerpt.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/** Every accepted user message is answered or visibly refused; none is dropped. */
export const messagesAnswered: Oracle = {
  claim: 'messages-answered',
  tier: 2,
  fails: 'a message that was accepted got no answer',
  sentence: 'every accepted message is answered or visibly refused',
  judge({ facts }) {
    const settled = facts.last('settled')
    if (facts.messages.accepted.length === 0) return inconclusive('no message was accepted')
    if (settled === undefined) return inconclusive('the run never came to its end')
    const dropped = unansweredMessages(facts)
    const why = dropped.length > 0 ? notOver(facts) : undefined
    if (why !== undefined) return inconclusive(why)
    const seconds = Math.round(settled.ms / 1000)
    return fromFindings(
      dropped.map((message) => ({
        says: `"${short(message.text)}" was accepted and never answered`,
        expected: 'a reply, an error or a notice',
        actual: `nothing of them within ${seconds} s`,
        entries: [message.n, message.ack],
        excerpt: [`the gateway: ${message.detail}`, ...requestsFor(facts, message), ...historyAfter(facts, message)],
      })),
    )
  },
}

/** Why an answer may still be owed to nobody's fault. */
function notOver(facts: Facts): string | undefined {
  if (heldAtEnd(facts).length > 0) return 'a tool was still held at the end; end it in the scenario'
  if (facts.requests.open.length > 0) return 'a request was still under way at the end'
  return facts.lives.isStopped ? 'the gateway was stopped and not started again' : undefined
}

function requestsFor(facts: Facts, { requests }: Message): string[] {
  if (requests.length === 0) return ['no request was made for it']
  return requests.flatMap((request) => outcomeOf(facts, request.asked))
}

function historyAfter(facts: Facts, message: Message): string[] {
  const shown = turnsAfter(facts, message).map((turn) => `after it the client is shown: ${outline(turn)}`)
  return shown.length > 0 ? shown : ['after it the client is shown nothing']
}
