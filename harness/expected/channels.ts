import type { Facts } from '../facts/facts.ts'
import { anyBetween, firstAfter, lastBefore } from '../facts/ordered.ts'
import type { Request } from '../facts/requests.ts'
import type { Channel } from './compare.ts'
import { isInterrupted } from './interrupted.ts'
import type { Item, ReplyItem } from './items.ts'
import type { Manners } from './manners.ts'

/** A channel of a conversation, what to call it, and the entry up to which it stands for the conversation. */
export type NamedChannel = Channel & { readonly where: string; readonly until: number }

/** Every channel through which a conversation is seen: each request, each history that a client was served, and the store at the end. */
export function channelsOf(facts: Facts, conversation: string, manners: Manners): NamedChannel[] {
  return [
    ...facts.requests.of(conversation).flatMap((request) => requestChannel(facts, request, manners)),
    ...historyChannels(facts, conversation),
    ...storeChannel(facts, conversation),
  ]
}

/** A rejected request is judged by what the provider says of it. */
function requestChannel(facts: Facts, request: Request, manners: Manners): NamedChannel[] {
  const { n, number, conversation, asked } = request
  if (asked.rejection !== null) return []
  const built = builtAfter(facts, request)
  const mayDrop = (item: Item) => manners.takes('drops-interrupted') && isInterrupted(item, n)
  const isDue = ({ type, due }: Item) =>
    due <= built || (type === 'result' && due < n) || (type === 'message' && due === n)
  const owes = (item: Item) => isDue(item) && n < item.void && !mayDrop(item)
  const flagsErrors = (facts.of('run-started')[0]?.api ?? '') === 'anthropic-messages'
  const where = `request ${number} of ${nameOf(conversation)}`
  return [{ kind: 'request', turns: asked.turns, owes, flagsErrors, n, until: n, where }]
}

/**
 * The last entry that certainly came before a request was put together: a gateway may run two messages of a session at once, and what
 * one comes to while the request of the other is on its way is not in it.
 */
function builtAfter(facts: Facts, request: Request): number {
  const { n, message, session, conversation } = request
  const earlier = lastBefore(message?.requests ?? facts.requests.of(conversation ?? ''), n)
  const ofCalls = (earlier?.calls ?? []).flatMap(({ starts, ends, reports }) => [...starts, ...ends, ...reports])
  const entries = [
    message?.n,
    earlier?.replied?.n,
    lastBefore(facts.endsIn(session ?? ''), n)?.n,
    lastBefore(facts.of('gateway-ready'), n)?.n,
    ...ofCalls.map((entry) => entry.n),
  ]
  return Math.max(-1, ...entries.filter((entry): entry is number => entry !== undefined && entry < n))
}

/** A history is what a client is shown until there is another, since only changes are noted, and until the gateway goes down. */
function historyChannels(facts: Facts, session: string): NamedChannel[] {
  const histories = facts.historiesOf(session)
  return histories.flatMap(({ n, turns, since }, index) => {
    const next = histories[index + 1]?.n ?? Number.POSITIVE_INFINITY
    const exit = firstAfter(facts.lives.exits, n)?.n ?? Number.POSITIVE_INFINITY
    const settled = lastBefore(facts.of('settled'), Math.min(next, exit))?.n ?? -1
    // what was noted when all had come to rest stands for what was there then
    const isAtRest =
      facts.of('settled').length > 0 && index === histories.length - 1 && exit === Number.POSITIVE_INFINITY
    const until = settled > n ? settled : isAtRest ? n : since
    if (until === undefined) return []
    const isResting = settled > n || isAtRest
    const isTaken = (item: Item) => isResting || item.type !== 'reply' || wasTaken(facts, item, until)
    const owes = (item: Item) => item.due < until && until <= item.void && isTaken(item)
    const where = `the history of ${nameOf(session)}`
    return [{ kind: 'history' as const, turns, owes, flagsErrors: false, n, until, where }]
  })
}

/**
 * Whether a gateway had shown before an entry that it has a reply: what was written to it may still have been on its way when it was asked
 * for a history.
 */
function wasTaken(facts: Facts, { due, request, calls }: ReplyItem, until: number): boolean {
  const acts = calls.flatMap(({ starts, reports }) => [...starts, ...reports])
  return (
    acts.some(({ n }) => n < until) ||
    anyBetween(facts.endsIn(request.session ?? ''), request.n, until) ||
    anyBetween(facts.requests.of(request.conversation ?? ''), due, until)
  )
}

/** A session may be stored in several files, as after a reset; together they hold what it must hold. */
function storeChannel(facts: Facts, session: string): NamedChannel[] {
  const stored = facts.storedOf(session)
  const [first] = stored
  if (first === undefined) return []
  const until = facts.last('settled')?.n ?? first.n
  const owes = (item: Item) => item.due < until && until <= item.void
  const turns = stored.flatMap((transcript) => transcript.turns)
  const where = `the store of ${nameOf(session)}`
  return [{ kind: 'store', turns, owes, flagsErrors: true, n: first.n, until: first.n, where }]
}

function nameOf(conversation: string | undefined): string {
  return conversation === undefined || conversation.includes(' ')
    ? (conversation ?? 'nobody')
    : `session ${conversation}`
}
