import type { Entry, EntryOf } from '../record/entry.ts'
import { entriesOf } from '../record/record.ts'
import { outcomeOf, rejectedRequest } from './excerpt.ts'
import { type AcceptedMessage, acceptedMessages, isRejectedForDamage, lastFault, mainRequests, short } from './facts.ts'
import { type Finding, fromFindings, inconclusive, type Oracle } from './judgement.ts'
import { joinedTo } from './messages-answered.ts'

/** After the fault a clean turn succeeds, and the same rejection is not repeated. */
export const no400Loop: Oracle = {
  claim: 'no-400-loop',
  sentence: 'after the fault a clean turn succeeds; the same rejection is not repeated',
  judge(entries) {
    const repeated = repeatedRejections(entries)
    if (repeated.length > 0) return fromFindings(repeated)
    const next = acceptedMessages(entries).find(({ n }) => n > lastFault(entries))
    if (next === undefined) return inconclusive('no message was accepted after the last fault; add one to the scenario')
    const asked = requestsFor(entries, next)
    if (asked.length === 0) return inconclusive(`the gateway made no request for "${short(next.text)}"`)
    const completed = new Set(
      entriesOf(entries, 'provider-replied').flatMap(({ request, end }) => (end === 'complete' ? [request] : [])),
    )
    if (asked.some(({ request, rejection }) => rejection === null && completed.has(request))) return fromFindings([])
    // one refusal that the person was told of is an honest end of a history that we have broken ourselves
    if (asked.every((request) => isRejectedForDamage(entries, request)) && wasTold(entries, next))
      return fromFindings([])
    return fromFindings([
      {
        says: `no request for "${short(next.text)}" succeeded`,
        entries: [next.n, ...asked.map(({ n }) => n)],
        excerpt: asked.flatMap((request) => outcomeOf(entries, request)),
      },
    ])
  },
}

/** The requests for a message; where the gateway gave them up, or made none, since it put the message to the model with a later one, those. */
function requestsFor(entries: readonly Entry[], message: AcceptedMessage): EntryOf<'provider-asked'>[] {
  const own = mainRequests(entries).filter(({ turn }) => turn === message.turn)
  const gone = new Set(
    entriesOf(entries, 'provider-replied').flatMap(({ request, end }) => (end === 'client-gone' ? [request] : [])),
  )
  const joined = joinedTo(entries, message)
  return joined !== undefined && own.every(({ request }) => gone.has(request)) ? requestsFor(entries, joined) : own
}

function wasTold(entries: readonly Entry[], { run }: AcceptedMessage): boolean {
  return entriesOf(entries, 'client-saw').some((saw) => saw.run === run && saw.what === 'error')
}

function repeatedRejections(entries: readonly Entry[]): Finding[] {
  const rejected = entriesOf(entries, 'provider-asked').filter(({ rejection }) => rejection !== null)
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
