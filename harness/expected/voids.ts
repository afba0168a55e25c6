import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'
import type { Manners } from './manners.ts'

const never = Number.POSITIVE_INFINITY

/**
 * The entry from which on a session owes nothing any more of what it owed since entry `due`: what could not be written; and, in a gateway
 * that says so, a reset, or a compaction of what the model had seen by then.
 */
export function voidOf(facts: Facts, manners: Manners, session: string | undefined, due: number, seen: number): number {
  if (session === undefined) return never
  return Math.min(
    lostWrites(facts, due),
    manners.takes('forgets-after-reset') ? nextOrder(facts, session, 'reset', due) : never,
    manners.takes('summarizes') ? nextOrder(facts, session, 'compact', seen) : never,
  )
}

/** One that the gateway refused has changed nothing. What comes until it is accepted comes before it. */
function nextOrder(facts: Facts, session: string, what: 'reset' | 'compact', after: number): number {
  const orders = facts.messages.ordersIn(session)
  return (
    orders.find(({ n, sent, answer }) => (answer?.n ?? n) > after && sent.what === what && answer?.ok !== false)?.n ??
    never
  )
}

/** What came while nothing could be written may be gone after the next exit. */
function lostWrites(facts: Facts, due: number): number {
  const conditions = facts.of('conditions-set')
  if (conditions.length === 0) return never
  const before = conditions.findLast(({ n }) => n < due)
  const isFailing = before !== undefined && before.writes !== 'fine'
  return isFailing ? (firstAfter(facts.lives.exits, due)?.n ?? never) : never
}
