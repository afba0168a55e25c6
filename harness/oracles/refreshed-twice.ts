import type { Facts } from '../facts/facts.ts'
import type { Finding } from './judgement.ts'

/**
 * A refresh token that had bought new tokens is used again, and refused. Google's stays the same; and a gateway that went down
 * in between may not have had the time to keep the new one.
 */
export function refreshedTwice(facts: Facts): Finding[] {
  const asks = facts.of('oauth-asked')
  const answers = facts.of('oauth-answered')
  const byNumber = new Map(asks.map((asked) => [asked.ask, asked]))
  const refusals = new Map(answers.flatMap((one) => (one.outcome === 'reused' ? [[one.ask, one]] : [])))
  // the newest comes first, so that the oldest stays
  const grants = new Map(answers.toReversed().flatMap((one) => (one.outcome === 'granted' ? [[one.refresh, one]] : [])))
  return asks.flatMap((again) => {
    const granted = grants.get(again.refresh)
    const first = byNumber.get(granted?.ask ?? -1)
    const refused = refusals.get(again.ask)
    if (granted === undefined || first === undefined || refused === undefined || again.vendor === 'google') return []
    if (facts.lives.exitedBetween(first.n, again.n) || refused.n < granted.n) return []
    const when = again.n < granted.n ? 'while its renewal was under way' : 'after it had been renewed'
    return [
      {
        says: `refresh token ${again.refresh} was used a second time, ${when}`,
        expected: `${again.refresh} is used once`,
        actual: `it was used twice, and the vendor refused the second time`,
        entries: [first.n, granted.n, again.n, refused.n],
        excerpt: [`${again.vendor}: the first request for new tokens was granted, the second refused as "reused"`],
      },
    ]
  })
}
