import { rejectedRequest } from './excerpt.ts'
import { isRejectedForDamage } from '../facts/rejections.ts'
import { mainRequests } from './facts.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * Every request that the provider gets has exactly one result for each call, in the right place; it answers the real 400 otherwise.
 * A pair that we have broken in the store ourselves may be passed on: whether that ends in a loop, no-400-loop tells.
 */
export const requestsPaired: Oracle = {
  claim: 'requests-paired',
  sentence: 'every request has exactly one result for each call, in the right place',
  judge({ facts }) {
    if (mainRequests(facts).length === 0) return inconclusive('the gateway made no request')
    const rejected = facts.of('provider-asked').filter(
      (asked) => asked.rejection !== null && !isRejectedForDamage(facts, asked),
    )
    return fromFindings(
      rejected.map((asked) => ({
        says: `request ${asked.request} was rejected with ${asked.rejection?.status}`,
        entries: [asked.n],
        excerpt: rejectedRequest(asked),
      })),
    )
  },
}
