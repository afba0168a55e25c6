import type { Facts } from './facts.ts'
import type { Message } from './messages.ts'
import { anyBetween } from './ordered.ts'

/** Whether another message of its session was still open when a message came, or came before entry `until`: they may share a run. */
export function hasCompany(facts: Facts, { n, session }: Message, until: number): boolean {
  const all = facts.messages.acceptedIn(session)
  if (anyBetween(all, n, until)) return true
  return all.some((other) => other.n < n && (facts.endsOf(other.run)[0]?.n ?? n) >= n)
}
