import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'

const never = Number.POSITIVE_INFINITY

/** The entry from which on a session owes nothing any more of what it owed since entry `due`: a reset, or what could not be written. */
export function voidOf(facts: Facts, session: string | undefined, due: number): number {
  if (session === undefined) return never
  return Math.min(nextOrder(facts, session, 'reset', due), lostWrites(facts, due))
}

/** The entry of the next compaction that a person asked for, which puts a summary in the place of what the model has seen. */
export function summarizedAt(facts: Facts, session: string | undefined, seen: number): number {
  return session === undefined ? never : nextOrder(facts, session, 'compact', seen)
}

function nextOrder(facts: Facts, session: string, what: 'reset' | 'compact', after: number): number {
  const orders = facts.messages.ordersIn(session).filter(({ sent }) => sent.what === what)
  return firstAfter(orders, after)?.n ?? never
}

/** What came while nothing could be written may be gone after the next exit. */
function lostWrites(facts: Facts, due: number): number {
  const conditions = facts.of('conditions-set')
  if (conditions.length === 0) return never
  const before = conditions.findLast(({ n }) => n < due)
  const isFailing = before !== undefined && before.writes !== 'fine'
  return isFailing ? (firstAfter(facts.lives.exits, due)?.n ?? never) : never
}
