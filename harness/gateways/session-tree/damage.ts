import { isObject, type Json } from '../../../mock-provider/json.ts'
import type { PairDamage } from '../../damage.ts'

/** An entry of a stored session, as it is written: `parentId` makes a chain of them. */
export type StoredEvent = Json & { readonly id?: string; readonly parentId?: string | null; readonly message?: unknown }

/** A history that was damaged, and the ids of the calls that the damage is about. */
export type Damaged = { readonly events: readonly StoredEvent[]; readonly calls: readonly string[] }

/** A history with one pair of call and result broken, as crashes and migrations have left them; nothing when it has no such pair. */
export function damaged(events: readonly StoredEvent[], damage: PairDamage): Damaged | undefined {
  return makers[damage](events)
}

const makers: Readonly<Record<PairDamage, (events: readonly StoredEvent[]) => Damaged | undefined>> = {
  'orphaned-call': withoutResult,
  'orphaned-result': withoutCall,
  'repeated-result': withResultTwice,
  'swapped-ids': withIdsSwapped,
}

function withoutResult(events: readonly StoredEvent[]): Damaged | undefined {
  const result = events.findLast(isResult)
  if (result === undefined) return undefined
  const kept = events.filter((event) => event !== result)
  return { events: moved(kept, result.id, result.parentId), calls: [callOf(result)] }
}

function withoutCall(events: readonly StoredEvent[]): Damaged | undefined {
  const result = events.findLast(isResult)
  if (result === undefined) return undefined
  const call = callOf(result)
  return { events: events.map((event) => (callsOf(event).includes(call) ? cutOut(event, call) : event)), calls: [call] }
}

function withResultTwice(events: readonly StoredEvent[]): Damaged | undefined {
  const at = events.findLastIndex(isResult)
  const result = events[at]
  if (result?.id === undefined) return undefined
  const again = { ...result, id: [...result.id].reverse().join(''), parentId: result.id }
  const after = moved(events.slice(at + 1), result.id, again.id)
  return { events: [...events.slice(0, at + 1), again, ...after], calls: [callOf(result)] }
}

/** The first result and the last, whose calls stand in different turns, trade their ids. */
function withIdsSwapped(events: readonly StoredEvent[]): Damaged | undefined {
  const first = events.find(isResult)
  const last = events.findLast(isResult)
  if (first === undefined || last === undefined) return undefined
  const calls = [callOf(first), callOf(last)] as const
  if (events.some((event) => calls.every((call) => callsOf(event).includes(call)))) return undefined
  const swapped = events.map((event) => {
    if (event === first) return withCall(event, calls[1])
    return event === last ? withCall(event, calls[0]) : event
  })
  return { events: swapped, calls }
}

/** Entries that came after `from` come after `to`. */
function moved(events: readonly StoredEvent[], from: unknown, to: string | null | undefined): StoredEvent[] {
  return events.map((event) => (event.parentId === from && to !== undefined ? { ...event, parentId: to } : event))
}

function isResult({ message }: StoredEvent): boolean {
  return isObject(message) && message.role === 'toolResult'
}

function callOf({ message }: StoredEvent): string {
  return String((message as Json).toolCallId)
}

function withCall(event: StoredEvent, call: string): StoredEvent {
  return { ...event, message: { ...(event.message as Json), toolCallId: call } }
}

function callsOf({ message }: StoredEvent): string[] {
  return blocksOf(message).flatMap(({ type, id }) => (type === 'toolCall' ? [String(id)] : []))
}

function cutOut(event: StoredEvent, call: string): StoredEvent {
  const content = blocksOf(event.message).filter(({ type, id }) => type !== 'toolCall' || id !== call)
  return { ...event, message: { ...(event.message as Json), content } }
}

function blocksOf(message: unknown): Json[] {
  return isObject(message) && Array.isArray(message.content) ? message.content.filter(isObject) : []
}
