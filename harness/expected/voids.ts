import type { Facts } from '../facts/facts.ts'
import { firstAfter } from '../facts/ordered.ts'

const never = Number.POSITIVE_INFINITY

/** The entry since which a session owes nothing any more of what it owed since entry `due`: a reset that the gateway accepted. */
export function voidOf(facts: Facts, session: string | undefined, due: number): number {
  if (session === undefined) return never
  const resets = facts.messages.stopsIn(session).filter(({ sent }) => sent.what === 'reset')
  return Math.min(firstAfter(resets, due)?.n ?? never, lostWrites(facts, due))
}

/** What came while nothing could be written may be gone after the next exit. */
function lostWrites(facts: Facts, due: number): number {
  const conditions = facts.of('conditions-set')
  if (conditions.length === 0) return never
  const before = conditions.findLast(({ n }) => n < due)
  const isFailing = before !== undefined && before.writes !== 'fine'
  return isFailing ? (firstAfter(facts.lives.exits, due)?.n ?? never) : never
}
