import { entriesOf } from '../record/record.ts'
import { rejectedRequest } from './excerpt.ts'
import { mainRequests } from './facts.ts'
import { fromFindings, inconclusive, type Oracle } from './judgement.ts'

/** Every request that the provider gets has exactly one result for each call, in the right place; it answers the real 400 otherwise. */
export const requestsPaired: Oracle = {
  claim: 'requests-paired',
  sentence: 'every request has exactly one result for each call, in the right place',
  judge(entries) {
    if (mainRequests(entries).length === 0) return inconclusive('the gateway made no request')
    const rejected = entriesOf(entries, 'provider-asked').filter(({ rejection }) => rejection !== null)
    return fromFindings(
      rejected.map((asked) => ({
        says: `request ${asked.request} was rejected with ${asked.rejection?.status}`,
        entries: [asked.n],
        excerpt: rejectedRequest(asked),
      })),
    )
  },
}
