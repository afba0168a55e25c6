import { isRejectedForDamage } from '../facts/rejections.ts'
import { type Request, requestName } from '../facts/requests.ts'
import { short } from '../transcript/blocks.ts'
import { findBreaks } from '../transcript/pairing.ts'
import { rejectedRequest } from './excerpt.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * Every request of a conversation has exactly one result for each call, in the right place, and is accepted; the provider answers the real
 * 400 otherwise. A request of the gateway for itself (a title) owes paired calls only. A pair that we have broken in the store ourselves may
 * be passed on: whether that ends in a loop, `no-400-loop` says.
 */
export const requestsPaired: Oracle = {
  claim: 'requests-paired',
  tier: 1,
  fails: 'a request had a call without exactly one result',
  sentence: 'every request has exactly one result for each call, in the right place',
  judge({ facts }) {
    if (facts.requests.main.length === 0) return inconclusive('the gateway made no request')
    const rejected = facts.requests.rejected.filter(
      (request) => (!request.isSide || isUnpaired(request)) && !isRejectedForDamage(facts, request),
    )
    return fromFindings(
      rejected.map(({ number, n, asked }) => ({
        says: `${requestName(number)} was rejected with ${asked.rejection?.status}`,
        expected: 'a request that the provider accepts',
        actual: short(asked.rejection?.message ?? ''),
        entries: [n],
        excerpt: rejectedRequest(asked),
      })),
    )
  },
}

function isUnpaired({ asked }: Request): boolean {
  return findBreaks(asked.turns).length > 0
}
