import type { Facts } from '../facts/facts.ts'
import type { Message } from '../facts/messages.ts'
import { isRejectedForDamage } from '../facts/rejections.ts'
import type { Request } from '../facts/requests.ts'
import { short } from '../transcript/blocks.ts'
import { joinedTo } from './answers.ts'
import { outcomeOf, rejectedRequest } from './excerpt.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'

/** After the fault a clean turn succeeds in each session, and the same rejection is not repeated in one. */
export const no400Loop: Oracle = {
  claim: 'no-400-loop',
  tier: 2,
  fails: 'the provider refused the same history again and again',
  sentence: 'after the fault a clean turn succeeds; the same rejection is not repeated',
  judge({ facts }) {
    const repeated = repeatedRejections(facts)
    if (repeated.length > 0) return fromFindings(repeated)
    const sessions = cleanTurns(facts)
    if (sessions.length === 0) return inconclusive('no message was accepted after the last fault')
    const asked = sessions.map((turns) => turns.filter((message) => requestsFor(facts, message).length > 0))
    if (asked.every((turns) => turns.length === 0))
      return inconclusive(`the gateway made no request for "${short(sessions[0]?.[0]?.text ?? '')}"`)
    return fromFindings(asked.flatMap((turns) => failedTurns(facts, turns)))
  },
}

/** The messages after the last fault, session by session. */
function cleanTurns(facts: Facts): Message[][] {
  const { lastFault } = facts
  const later = facts.messages.accepted.filter(({ n }) => n > lastFault)
  return [...Map.groupBy(later, ({ session }) => session).values()]
}

/** A session goes on when one of its turns succeeds; where none does, the first one says why. */
function failedTurns(facts: Facts, turns: readonly Message[]): Finding[] {
  const failed = turns.map((message) => failedTurn(facts, message))
  return failed.some((findings) => findings.length === 0) ? [] : (failed[0] ?? [])
}

function failedTurn(facts: Facts, message: Message): Finding[] {
  const asked = requestsFor(facts, message)
  if (asked.some((request) => request.asked.rejection === null && request.replied?.end === 'complete')) return []
  // one refusal that the person was told of is an honest end of a history that we have broken ourselves
  if (asked.every((request) => isRejectedForDamage(facts, request)) && wasTold(facts, message)) return []
  return [
    {
      says: `no request for "${short(message.text)}" succeeded`,
      expected: 'a clean turn that succeeds after the fault',
      actual: `${asked.length} request${asked.length === 1 ? '' : 's'}, and none that the provider answered`,
      entries: [message.n, ...asked.map(({ n }) => n)],
      excerpt: asked.flatMap((request) => outcomeOf(facts, request.asked)),
    },
  ]
}

/** The requests for a message; where the gateway gave them up, or made none, since it put the message to the model with a later one, those. */
function requestsFor(facts: Facts, message: Message): readonly Request[] {
  const own = message.requests
  const joined = joinedTo(facts, message)
  const isGone = own.every(({ replied }) => replied?.end === 'client-gone')
  return joined !== undefined && isGone ? requestsFor(facts, joined) : own
}

function wasTold(facts: Facts, { run }: Message): boolean {
  return facts.endsOf(run).some(({ what }) => what === 'error')
}

/** A session is in a loop; two sessions that are each rejected once are not. */
function repeatedRejections(facts: Facts): Finding[] {
  const main = facts.requests.rejected.filter(({ isSide }) => !isSide)
  const groups = Map.groupBy(main, ({ conversation, asked }) => `${conversation} ${asked.rejection?.message}`)
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1)
    if (last === undefined || group.length < 2) return []
    return [
      {
        says: `the same request was rejected ${group.length} times (requests ${group.map(({ number }) => number + 1).join(', ')})`,
        expected: 'a rejected request that is mended, or not sent again',
        actual: `${group.length} times the same rejection`,
        entries: group.map(({ n }) => n),
        excerpt: rejectedRequest(last.asked),
      },
    ]
  })
}
