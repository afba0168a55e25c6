import { entriesOf } from '../record/record.ts'
import { rejectedRequest } from './excerpt.ts'
import { isRejectedForDamage, mainRequests } from './facts.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/**
 * Every request that the provider gets has exactly one result for each call, in the right place; it answers the real 400 otherwise.
 * A pair that we have broken in the store ourselves may be passed on: whether that ends in a loop, no-400-loop tells.
 */
export const requestsPaired: Oracle = {
  claim: 'requests-paired',
  sentence: 'every request has exactly one result for each call, in the right place',
  judge(entries) {
    if (mainRequests(entries).length === 0) return inconclusive('the gateway made no request')
    const rejected = entriesOf(entries, 'provider-asked').filter(
      (asked) => asked.rejection !== null && !isRejectedForDamage(entries, asked),
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
