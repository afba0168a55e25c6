import type { Facts } from '../facts/facts.ts'
import type { Entry, EntryOf } from '../record/entry.ts'
import { outcomeOf, rejectedRequest } from './excerpt.ts'
import { isRejectedForDamage } from '../facts/rejections.ts'
import { short } from '../transcript/blocks.ts'
import { type AcceptedMessage, acceptedMessages, lastFault, mainRequests } from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'
import { joinedTo } from './messages-answered.ts'

/** After the fault a clean turn succeeds, and the same rejection is not repeated. */
export const no400Loop: Oracle = {
  claim: 'no-400-loop',
  sentence: 'after the fault a clean turn succeeds; the same rejection is not repeated',
  judge({ facts }) {
    const repeated = repeatedRejections(facts)
    if (repeated.length > 0) return fromFindings(repeated)
    const next = facts.messages.accepted.find(({ n }) => n > facts.lastFault)
    if (next === undefined) return inconclusive('no message was accepted after the last fault; add one to the scenario')
    const asked = requestsFor(facts, next)
    if (asked.length === 0) return inconclusive(`the gateway made no request for "${short(next.text)}"`)
    const completed = new Set(
      facts.of('provider-replied').flatMap(({ request, end }) => (end === 'complete' ? [request] : [])),
    )
    if (asked.some(({ request, rejection }) => rejection === null && completed.has(request))) return fromFindings([])
    // one refusal that the person was told of is an honest end of a history that we have broken ourselves
    if (asked.every((request) => isRejectedForDamage(facts, request)) && wasTold(facts, next))
      return fromFindings([])
    return fromFindings([
      {
        says: `no request for "${short(next.text)}" succeeded`,
        entries: [next.n, ...asked.map(({ n }) => n)],
        excerpt: asked.flatMap((request) => outcomeOf(facts, request)),
      },
    ])
  },
}

/** The requests for a message; where the gateway gave them up, or made none, since it put the message to the model with a later one, those. */
function requestsFor(facts: Facts, message: AcceptedMessage): EntryOf<'provider-asked'>[] {
  const own = mainRequests(facts).filter(({ turn }) => turn === message.turn)
  const gone = new Set(
    facts.of('provider-replied').flatMap(({ request, end }) => (end === 'client-gone' ? [request] : [])),
  )
  const joined = joinedTo(facts, message)
  return joined !== undefined && own.every(({ request }) => gone.has(request)) ? requestsFor(facts, joined) : own
}

function wasTold(facts: Facts, { run }: AcceptedMessage): boolean {
  return facts.of('client-saw').some((saw) => saw.run === run && saw.what === 'error')
}

function repeatedRejections(facts: Facts): Finding[] {
  const rejected = facts.of('provider-asked').filter(({ rejection }) => rejection !== null)
  const groups = Object.values(Object.groupBy(rejected, ({ rejection }) => rejection?.message ?? ''))
  return groups.flatMap((group = []) => {
    const last = group.at(-1)
    if (last === undefined || group.length < 2) return []
    return [
      {
        says: `the same request was rejected ${group.length} times (requests ${group.map(({ request }) => request).join(', ')})`,
        entries: group.map(({ n }) => n),
        excerpt: rejectedRequest(last),
      },
    ]
  })
}
